//! `netpolc check`: what is wrong, and what can be mended for certain.

use clap::Args;

use crate::cli::compile::Compile;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::fix::fixable;
use crate::cli::message_format::MessageFormat;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::diagnostics::render::Report;
use crate::driver::Options;

const EXAMPLES: &str = "\
Examples:
  netpolc check
  netpolc check shop.netpol --deny-warnings
  netpolc check --format short policies/
  netpolc check --fix policies/
  netpolc check - --stdin-filename policies/shop.netpol < buffer

Exit codes: 0 no errors, 1 errors, 2 could not check";

/// Report what is wrong with files; with --fix mend what can be
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    #[command(flatten)]
    compile: Compile,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
    /// Mend in the files what has a fix, and report the rest; the text of - goes to standard output
    #[arg(long)]
    fix: bool,
    /// The format of the diagnostics
    #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
    format: MessageFormat,
}

impl Check {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        if self.fix {
            return self.fix(console);
        }
        let compiled = self.compile.run(options())?;
        let report = compiled.report(self.deny_warnings);
        let help = fixable(&compiled.run, &report);
        self.format.to_stdout(&report, console, help.as_deref())?;
        Ok(verdict(&report))
    }

    fn fix(&self, console: Console) -> Result<Verdict, Failure> {
        let (compiled, fixed) = self.compile.run_fixed(options())?;
        let report = compiled.report(self.deny_warnings);
        fixed.write()?;
        match fixed.standard_input() {
            Some(text) => {
                stdout::write(text)?;
                self.format.to_stderr(&report, console)?;
            }
            None => self.format.to_stdout(&report, console, None)?,
        }
        if let Some(words) = fixed.summary().filter(|_| self.format.has_words()) {
            console.note(&words, None);
        }
        Ok(verdict(&report))
    }
}

/// What files expect is a part of what they say.
fn options() -> Options {
    Options {
        expectations: true,
        ..Options::default()
    }
}

fn verdict(report: &Report<'_>) -> Verdict {
    if report.has_errors() {
        Verdict::No
    } else {
        Verdict::Yes
    }
}
