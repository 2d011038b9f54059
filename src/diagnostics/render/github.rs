//! Workflow commands of GitHub Actions: each diagnostic becomes an annotation of its lines.
//!
//! `::error file=shop.netpol,line=2,endLine=2,col=7,endColumn=8,title=E0201 unknown-name::message`.
//! A step shows ten annotations of a kind at most, so that what weighs most comes first.

use std::io::{Result, Write};

use crate::diagnostics::render::harmless::{escaped, words};
use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::placement::Placements;
use crate::diagnostics::render::remarks::remarks;
use crate::diagnostics::render::report::Report;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;

/// Writes a command for each diagnostic, a line each: errors, then warnings, then notes. Paths are
/// those from the workspace; columns are as in `short`, and the last one is that behind the place.
///
/// # Errors
/// Those of `out`.
pub fn github(report: &Report<'_>, placements: &Placements, out: &mut dyn Write) -> Result<()> {
    let locator = Locator::new(report.sources);
    for diagnostic in report.by_severity() {
        let command = match report.severity(diagnostic) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let code = diagnostic.code;
        writeln!(
            out,
            "::{command} file={},{},title={}::{}",
            property(placements.of(diagnostic.primary.span.file).path()),
            place(&locator, diagnostic.primary.span),
            property(&format!("{} {}", code.id, code.slug)),
            data(&message(&locator, placements, diagnostic)),
        )?;
    }
    Ok(())
}

/// Columns are heeded only where the place is on one line.
fn place(locator: &Locator<'_>, span: Span) -> String {
    let start = locator.position(span.file, span.start);
    let end = locator.position(span.file, span.end);
    let lines = format!("line={},endLine={}", start.line, end.line);
    if start.line == end.line {
        format!("{lines},col={},endColumn={}", start.column, end.column)
    } else {
        lines
    }
}

/// The message, the other places, and what is said below it, a line each.
fn message(locator: &Locator<'_>, placements: &Placements, diagnostic: &Diagnostic) -> String {
    let mut lines = vec![words(&diagnostic.message).into_owned()];
    for label in diagnostic
        .secondary
        .iter()
        .filter(|one| !one.message.is_empty())
    {
        let file = words(placements.of(label.span.file).path());
        let start = locator.position(label.span.file, label.span.start);
        let told = words(&label.message);
        lines.push(format!("{file}:{}:{}: {told}", start.line, start.column));
    }
    lines.extend(remarks(diagnostic));
    lines.join("\n")
}

/// The value of a property: what would end it, or the line, is written as an escape that the runner
/// takes back.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The text behind the second `::`.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    let text = text.replace('\r', "%0D").replace('\n', "%0A");
    escaped(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::diagnostics::render::placement::Placement;
    use crate::source::Sources;

    fn shown(sources: &Sources, paths: &[&str], diagnostics: &[Diagnostic]) -> String {
        let mut out = Vec::new();
        let report = Report {
            sources,
            diagnostics,
            deny_warnings: false,
        };
        let paths = paths
            .iter()
            .map(|path| Placement::Below((*path).to_owned()));
        github(&report, &Placements::new(paths.collect()), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_part_has_its_place_and_errors_come_first() {
        let mut sources = Sources::default();
        let shop = sources.add("shop.netpol", "é -> x\nallow\n");
        let base = sources.add("../base.netpol", "deny a -> b\n");
        let found = [
            Diagnostic::new(&codes::UNDECLARED_NAME, Span::new(shop, 6, 7), "no `x`"),
            Diagnostic::new(&codes::UNKNOWN_NAME, Span::new(shop, 6, 13), "two lines")
                .label("here")
                .also(Span::new(base, 5, 6), "this one")
                .also(Span::new(base, 0, 1), "")
                .note("a fact\nof two lines")
                .help("declare it")
                .fix("write `b`", Span::new(shop, 6, 7), "b"),
        ];
        assert_eq!(
            shown(&sources, &["k8s/shop.netpol", "base.netpol"], &found),
            "\
::error file=k8s/shop.netpol,line=1,endLine=2,title=E0201 unknown-name::two lines%0Abase.netpol:1:6: this one%0Anote: a fact%0Aof two lines%0Ahelp: declare it%0Afix: write `b`
::warning file=k8s/shop.netpol,line=1,endLine=1,col=6,endColumn=7,title=W0401 undeclared-name::no `x`
"
        );
    }

    #[test]
    fn nothing_ends_a_property_or_a_line() {
        let mut sources = Sources::default();
        let file = sources.add("a", "x");
        let wrong = Diagnostic::new(
            &codes::UNKNOWN_NAME,
            Span::new(file, 0, 1),
            "100%\n::error::no \u{1b}[2J",
        )
        .note("a\r\n::stop-commands::x");
        assert_eq!(
            shown(&sources, &["a,b:c%\n\u{1b}.netpol"], &[wrong]),
            "::error file=a%2Cb%3Ac%25%0A\\u{1b}.netpol,line=1,endLine=1,col=1,endColumn=2,\
             title=E0201 unknown-name::100%25\\n::error::no \\u{1b}[2J%0Anote: a\\r%0A::stop-commands::x\n"
        );
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(shown(&Sources::default(), &[], &[]), "");
    }
}
