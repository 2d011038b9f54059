//! The command line: one file a subcommand. The only place that reads and writes files.

use std::process::ExitCode;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
