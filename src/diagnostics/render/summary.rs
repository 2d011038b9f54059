//! The last line: how much there was.

use std::collections::BTreeSet;

use crate::diagnostics::Severity;
use crate::diagnostics::render::report::Report;

/// The severity and the words of the closing line, such as `3 errors and 1 warning in 2 files`;
/// none where nothing is wrong: notes are not counted.
pub fn summary(report: &Report<'_>) -> Option<(Severity, String)> {
    let errors = report.count(Severity::Error);
    let warnings = report.count(Severity::Warning);
    let (severity, found) = match (errors, warnings) {
        (0, 0) => return None,
        (0, _) => (Severity::Warning, counted(warnings, "warning")),
        (_, 0) => (Severity::Error, counted(errors, "error")),
        _ => {
            let both = [counted(errors, "error"), counted(warnings, "warning")];
            (Severity::Error, both.join(" and "))
        }
    };
    let wrong = report
        .diagnostics
        .iter()
        .filter(|found| report.severity(found) != Severity::Note);
    let places = wrong.map(|found| found.primary.span.file);
    let files = places.collect::<BTreeSet<_>>().len();
    Some((severity, format!("{found} in {}", counted(files, "file"))))
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Diagnostic, codes};
    use crate::source::{Sources, Span};

    fn said(found: &[(&'static Code, usize)], deny_warnings: bool) -> Option<(Severity, String)> {
        let mut sources = Sources::default();
        let files = [sources.add("a", "x"), sources.add("b", "y")];
        let at = |file: usize| Span::new(files[file], 0, 1);
        let diagnostics: Vec<_> = found
            .iter()
            .map(|(code, file)| Diagnostic::new(code, at(*file), "wrong"))
            .collect();
        summary(&Report {
            sources: &sources,
            diagnostics: &diagnostics,
            deny_warnings,
        })
    }

    #[test]
    fn counts_errors_warnings_and_files() {
        let (error, warning) = (&codes::UNKNOWN_NAME, &codes::UNDECLARED_NAME);
        let words = |found: &[_]| said(found, false).map(|(_, words)| words);
        assert_eq!(said(&[], false), None);
        assert_eq!(words(&[(error, 0)]).unwrap(), "1 error in 1 file");
        assert_eq!(
            words(&[(warning, 0), (warning, 1)]).unwrap(),
            "2 warnings in 2 files"
        );
        assert_eq!(
            words(&[(error, 0), (warning, 1), (error, 1)]).unwrap(),
            "2 errors and 1 warning in 2 files"
        );
        let denied = said(&[(warning, 0)], true).unwrap();
        assert_eq!(denied, (Severity::Error, "1 error in 1 file".to_owned()));
    }
}
