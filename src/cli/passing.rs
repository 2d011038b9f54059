//! What comes of commands that hand objects on.

use crate::cli::compile::proven;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::message_format::MessageFormat;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::diagnostics::render::Report;
use crate::driver::{Passed, Passing};

/// Writes what comes out to standard output, and what there is to say to standard error.
pub(super) fn hand_on(
    passed: &Passed,
    deny_warnings: bool,
    format: MessageFormat,
    console: Console,
) -> Result<Verdict, Failure> {
    proven(&passed.run)?;
    let report = Report {
        sources: &passed.run.sources,
        diagnostics: &passed.run.diagnostics,
        deny_warnings,
    };
    format.to_stderr(&report, console)?;
    if format.has_words() {
        for note in &passed.notes {
            console.note(note, None);
        }
    }
    match &passed.passing {
        Passing::Text(text) if report.has_errors() == passed.run.has_errors() => {
            stdout::write(text.as_bytes())?;
        }
        // There is none, or there are warnings that count as errors.
        Passing::Text(_) | Passing::Refused => {}
        Passing::Unfaithful => {
            let words = "the objects that came in would not come out as they were";
            return Err(Failure::bug(words));
        }
    }
    if report.has_errors() {
        return Ok(Verdict::No);
    }
    Ok(Verdict::Yes)
}
