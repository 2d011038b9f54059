//! The `netpolc` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    netpolc::cli::main()
}
