//! One line a diagnostic: `FILE:LINE:COLUMN: error[E0201 unknown-name]: message`.

use std::io::{Result, Write};

use crate::diagnostics::render::harmless::{escaped, words};
use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::report::{Report, word};

/// Writes each diagnostic on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn short(report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
    let locator = Locator::new(report.sources);
    for diagnostic in report.diagnostics {
        let span = diagnostic.primary.span;
        let place = locator.position(span.file, span.start);
        writeln!(
            out,
            "{}:{}:{}: {}[{} {}]: {}",
            escaped(report.sources.name(span.file)),
            place.line,
            place.column,
            word(report.severity(diagnostic)),
            diagnostic.code.id,
            diagnostic.code.slug,
            words(&diagnostic.message),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, codes};
    use crate::source::{Sources, Span};

    fn shown(deny_warnings: bool) -> String {
        let mut sources = Sources::default();
        let first = sources.add("dir/odd\nname.netpol", "é犬 x\nallow é -> b");
        let empty = sources.add("empty.netpol", "");
        let diagnostics = [
            Diagnostic::new(
                &codes::UNKNOWN_NAME,
                Span::new(first, 6, 7),
                "nothing is `x`",
            ),
            Diagnostic::new(
                &codes::UNDECLARED_NAME,
                Span::new(first, 20, 21),
                "two\nlines \u{1b}",
            ),
            Diagnostic::new(&codes::UNEXPECTED_TOKEN, Span::new(empty, 0, 0), "empty"),
        ];
        let mut out = Vec::new();
        let report = Report {
            sources: &sources,
            diagnostics: &diagnostics,
            deny_warnings,
        };
        short(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_line_each() {
        assert_eq!(
            shown(false),
            r"dir/odd\nname.netpol:1:4: error[E0201 unknown-name]: nothing is `x`
dir/odd\nname.netpol:2:12: warning[W0401 undeclared-name]: two\nlines \u{1b}
empty.netpol:1:1: error[E0101 unexpected-token]: empty
"
        );
    }

    #[test]
    fn denied_warnings_are_errors() {
        assert!(shown(true).contains(":2:12: error[W0401 undeclared-name]: "));
    }
}
