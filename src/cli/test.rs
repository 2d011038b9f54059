//! `netpolc test`: whether the expectations of files hold.

use std::collections::BTreeSet;
use std::io::stdout;

use clap::Args;

use crate::cli::compile::{Compile, Compiled};
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::message_format::MessageFormat;
use crate::cli::stdout;
use crate::cli::tested::{json, junit, text};
use crate::cli::verdict::Verdict;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::Report;
use crate::driver::{Options, Tested};

const EXAMPLES: &str = "\
Examples:
  netpolc test
  netpolc test policies/ --format junit > expectations.xml
  netpolc test - --stdin-filename policies/shop.netpol < buffer

Exit codes: 0 all hold, 1 one fails or a file has errors, 2 could not test";

/// Find out whether what files `expect` holds
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Test {
    #[command(flatten)]
    compile: Compile,
    /// The format of the results
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The failed ones with their reasons, for people
    Text,
    /// The failed ones, a line each
    Short,
    /// All of them as one JSON array, for programs
    Json,
    /// All of them as the XML of `JUnit`, for CI
    Junit,
}

impl Test {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        let options = Options {
            expectations: true,
            ..Options::default()
        };
        let compiled = self.compile.run(options)?;
        let tested = &compiled.run.tested;
        let failures: Vec<Diagnostic> = tested.iter().filter_map(Tested::failure).collect();
        let known: BTreeSet<&Diagnostic> = failures.iter().collect();
        let mut others = compiled.run.diagnostics.clone();
        others.retain(|one| !known.contains(one));
        let wrong = report(&compiled, &others);
        if wrong.has_errors() {
            self.refuse(&wrong, console)?;
            return Ok(Verdict::No);
        }
        self.show(&compiled, &failures, console)?;
        Ok(if failures.is_empty() {
            Verdict::Yes
        } else {
            Verdict::No
        })
    }

    /// Says what is wrong with files that are not tested: where `check` says it, and beside the product
    /// where that is for programs.
    fn refuse(&self, wrong: &Report<'_>, console: Console) -> Result<(), Failure> {
        match self.format {
            Format::Text => MessageFormat::Text.to_stdout(wrong, console, None),
            Format::Short => MessageFormat::Short.to_stdout(wrong, console, None),
            Format::Json | Format::Junit => MessageFormat::Text.to_stderr(wrong, console),
        }
    }

    fn show(
        &self,
        compiled: &Compiled,
        failures: &[Diagnostic],
        console: Console,
    ) -> Result<(), Failure> {
        let (sources, tested) = (&compiled.run.sources, &compiled.run.tested);
        match self.format {
            Format::Short => {
                MessageFormat::Short.to_stdout(&report(compiled, failures), console, None)
            }
            Format::Json => stdout::write(json(sources, tested).as_bytes()),
            Format::Junit => stdout::write(junit(sources, tested).as_bytes()),
            Format::Text if tested.is_empty() => {
                console.note(
                    "these files expect nothing",
                    Some("`expect allow a -> b:80` is a test"),
                );
                Ok(())
            }
            Format::Text => {
                let color = console.color().on(&stdout());
                stdout::write(text(sources, tested, color).as_bytes())
            }
        }
    }
}

fn report<'a>(compiled: &'a Compiled, diagnostics: &'a [Diagnostic]) -> Report<'a> {
    Report {
        sources: &compiled.run.sources,
        diagnostics,
        deny_warnings: false,
    }
}
