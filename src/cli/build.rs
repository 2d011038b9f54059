//! `netpolc build`: from texts to objects.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::cli::compile::{Compile, Compiled};
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::message_format::MessageFormat;
use crate::cli::metadata::Metadata;
use crate::cli::output::{Format, Output};
use crate::cli::stdout;
use crate::cli::verdict::Verdict;

const EXAMPLES: &str = "\
Examples:
  netpolc build shop.netpol
  netpolc build policies/ -o k8s/
  netpolc build policies/ -o k8s/ --check
  netpolc build --namespace shop --label team=payments - < shop.netpol

Exit codes: 0 built, 1 errors (nothing is written) or stale files, 2 could not build";

/// Compile files to NetworkPolicy objects
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Build {
    #[command(flatten)]
    compile: Compile,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
    /// Write one file for each input file below this folder, not to standard output
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
    /// The format of the objects
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,
    /// Write nothing; show what --output would change, and exit 1 if that is anything
    #[arg(long, requires = "output")]
    check: bool,
    #[command(flatten)]
    metadata: Metadata,
    /// The format of the diagnostics
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

impl Build {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        let compiled = self.compile.run(self.metadata.options()?)?;
        let report = compiled.report(self.deny_warnings);
        self.message_format.to_stderr(&report, console)?;
        if report.has_errors() {
            return Ok(Verdict::No);
        }
        self.metadata.check_prefixes(&compiled.run)?;
        let verdict = self.hand_over(&compiled, console);
        // The process ends here, and the system takes its memory back at once: giving back a large
        // program piece by piece would take a tenth of the run.
        std::mem::forget(compiled);
        verdict
    }

    fn hand_over(&self, compiled: &Compiled, console: Console) -> Result<Verdict, Failure> {
        let Some(folder) = &self.output else {
            return self.print(compiled);
        };
        let output = Output::plan(folder, self.format, compiled)?;
        if self.check {
            output.check(console)
        } else {
            output.write(console)
        }
    }

    fn print(&self, compiled: &Compiled) -> Result<Verdict, Failure> {
        stdout::write(self.format.render(&compiled.run.units).as_bytes())?;
        Ok(Verdict::Yes)
    }
}
