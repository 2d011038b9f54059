//! In which format diagnostics are written, and where to.

use std::io::{IsTerminal, stderr, stdout};

use crate::cli::console::{Console, write_stderr};
use crate::cli::failure::Failure;
use crate::cli::stdout;
use crate::diagnostics::render::{Report, json, short, summary, text};

/// A format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MessageFormat {
    /// With excerpts, for people
    Text,
    /// One line each
    Short,
    /// One JSON array, for programs
    Json,
}

impl MessageFormat {
    /// Writes diagnostics beside the product, to standard error.
    pub(super) fn to_stderr(self, report: &Report<'_>, console: Console) -> Result<(), Failure> {
        write_stderr(&self.render(report, console, &stderr())?);
        self.close(report, console, None);
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
        self.close(report, console, help);
        Ok(())
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
        };
        rendered.map_err(|error| Failure::new(format!("cannot show the diagnostics: {error}")))?;
        Ok(out)
    }

    fn close(self, report: &Report<'_>, console: Console, help: Option<&str>) {
        if self.has_words()
            && let Some((severity, words)) = summary(report)
        {
            console.summary(severity, &words, help);
        }
    }
}
