//! `netpolc check`: what is wrong, and nothing written.

use clap::Args;

use crate::cli::compile::Compile;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::message_format::MessageFormat;
use crate::cli::verdict::Verdict;
use crate::driver::Options;

const EXAMPLES: &str = "\
Examples:
  netpolc check
  netpolc check shop.netpol --deny-warnings
  netpolc check --format short policies/
  netpolc check - --stdin-filename policies/shop.netpol < buffer

Exit codes: 0 no errors, 1 errors, 2 could not check";

/// Check files and write nothing but what is wrong with them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    #[command(flatten)]
    compile: Compile,
    /// The format of the diagnostics
    #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
    format: MessageFormat,
}

impl Check {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        let compiled = self.compile.run(Options::default())?;
        let report = compiled.report();
        self.format.to_stdout(&report, console)?;
        Ok(if report.has_errors() {
            Verdict::No
        } else {
            Verdict::Yes
        })
    }
}
