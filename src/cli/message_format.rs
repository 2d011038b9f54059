//! In which format diagnostics are written, and where to.

use std::io::{IsTerminal, stderr, stdout};

use crate::cli::console::{Console, write_stderr};
use crate::cli::failure::Failure;
use crate::cli::repository::Repository;
use crate::cli::{stdout, step_summary};
use crate::diagnostics::render::{Report, github, json, sarif, short, summary, text};

/// A format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MessageFormat {
    /// With excerpts, for people
    Text,
    /// One line each
    Short,
    /// One JSON array, for programs
    Json,
    /// Annotations of GitHub Actions, and the summary of the step
    Github,
    /// One SARIF 2.1.0 document, for code scanning
    Sarif,
}

impl MessageFormat {
    /// Writes diagnostics beside the product, to standard error.
    pub(super) fn to_stderr(self, report: &Report<'_>, console: Console) -> Result<(), Failure> {
        write_stderr(&self.render(report, console, &stderr())?);
        // Without a diagnostic there is more to say of the product, and it is not known yet.
        if !report.diagnostics.is_empty() {
            self.close(report, console, None)?;
        }
        Ok(())
    }

    /// As [`MessageFormat::to_stderr`], without a summary: where they are not about files.
    pub(super) fn beside(self, report: &Report<'_>, console: Console) -> Result<(), Failure> {
        write_stderr(&self.render(report, console, &stderr())?);
        Ok(())
    }

    /// Writes diagnostics where they are the product, to standard output. `help` belongs to their
    /// summary.
    pub(super) fn to_stdout(
        self,
        report: &Report<'_>,
        console: Console,
        help: Option<&str>,
    ) -> Result<(), Failure> {
        stdout::write(&self.render(report, console, &stdout())?)?;
        self.close(report, console, help)
    }

    /// Whether there may be more on standard error than the diagnostics.
    pub(super) fn has_words(self) -> bool {
        self == Self::Text
    }

    fn render(
        self,
        report: &Report<'_>,
        console: Console,
        stream: &impl IsTerminal,
    ) -> Result<Vec<u8>, Failure> {
        let mut out = Vec::new();
        let rendered = match self {
            Self::Text => text(report, console.color().on(stream), &mut out),
            Self::Short => short(report, &mut out),
            Self::Json => json(report, &mut out),
            Self::Github => {
                let placements = Repository::of_workspace().placements(report.sources);
                github(report, &placements, &mut out)
            }
            Self::Sarif => {
                let placements = Repository::around_here().placements(report.sources);
                sarif(report, &placements, &mut out)
            }
        };
        rendered.map_err(|error| Failure::new(format!("cannot show the diagnostics: {error}")))?;
        Ok(out)
    }

    fn close(
        self,
        report: &Report<'_>,
        console: Console,
        help: Option<&str>,
    ) -> Result<(), Failure> {
        if self == Self::Github {
            let placements = Repository::of_workspace().placements(report.sources);
            return step_summary::append(report, &placements);
        }
        if self.has_words()
            && let Some((severity, words)) = summary(report)
        {
            console.summary(severity, &words, help);
        }
        Ok(())
    }
}
