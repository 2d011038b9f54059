//! One array of objects, for programs.
//!
//! Written by hand, since the order of the fields is part of what people read; strings are encoded
//! by `serde_json`.

use std::io::{Result, Write};

use serde_json::Value;

use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::report::{Report, word};
use crate::diagnostics::{Diagnostic, Edit, Fix, Label};
use crate::source::Span;

/// Writes the array, one diagnostic a line. Lines and columns count from 1, columns in characters.
///
/// # Errors
/// Those of `out`.
pub fn json(report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
    let locator = Locator::new(report.sources);
    let mut before = "[\n  ";
    for diagnostic in report.diagnostics {
        let severity = word(report.severity(diagnostic));
        write!(out, "{before}{}", object(&locator, severity, diagnostic))?;
        before = ",\n  ";
    }
    let end = if report.diagnostics.is_empty() {
        "[]\n"
    } else {
        "\n]\n"
    };
    out.write_all(end.as_bytes())
}

fn object(locator: &Locator<'_>, severity: &str, diagnostic: &Diagnostic) -> String {
    let place = place(locator, diagnostic.primary.span);
    let first = label(locator, &diagnostic.primary, true);
    let others = diagnostic.secondary.iter();
    let labels = std::iter::once(first).chain(others.map(|other| label(locator, other, false)));
    let help = diagnostic
        .help
        .as_deref()
        .map_or_else(|| "null".to_owned(), string);
    format!(
        r#"{{"code":{},"slug":{},"severity":{},"message":{},{place},"labels":{},"notes":{},"help":{help},"fixes":{}}}"#,
        string(diagnostic.code.id),
        string(diagnostic.code.slug),
        string(severity),
        string(&diagnostic.message),
        array(labels),
        array(diagnostic.notes.iter().map(|note| string(note))),
        array(diagnostic.fixes.iter().map(|mend| fix(locator, mend))),
    )
}

fn label(locator: &Locator<'_>, label: &Label, primary: bool) -> String {
    let place = place(locator, label.span);
    let message = string(&label.message);
    format!(r#"{{{place},"message":{message},"primary":{primary}}}"#)
}

fn fix(locator: &Locator<'_>, fix: &Fix) -> String {
    let edits = fix.edits.iter().map(|change| edit(locator, change));
    format!(
        r#"{{"title":{},"edits":{}}}"#,
        string(&fix.title),
        array(edits)
    )
}

fn edit(locator: &Locator<'_>, edit: &Edit) -> String {
    let place = place(locator, edit.span);
    format!(r#"{{{place},"text":{}}}"#, string(&edit.text))
}

fn place(locator: &Locator<'_>, span: Span) -> String {
    let start = locator.position(span.file, span.start);
    let end = locator.position(span.file, span.end);
    format!(
        r#""file":{},"start":{{"line":{},"column":{}}},"end":{{"line":{},"column":{}}}"#,
        string(locator.sources().name(span.file)),
        start.line,
        start.column,
        end.line,
        end.column,
    )
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::source::Sources;

    fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
        let mut out = Vec::new();
        let report = Report {
            sources,
            diagnostics,
            deny_warnings: false,
        };
        json(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_is_an_empty_array() {
        assert_eq!(shown(&Sources::default(), &[]), "[]\n");
    }

    #[test]
    fn every_field_in_its_place() {
        let mut sources = Sources::default();
        let shop = sources.add("shop.netpol", "é -> \"x\"\nb");
        let base = sources.add("base\".netpol", "");
        let diagnostics = [
            Diagnostic::new(
                &codes::UNKNOWN_NAME,
                Span::new(shop, 6, 9),
                "nothing is \"x\"",
            )
            .label("here")
            .also(Span::new(base, 0, 0), "not here")
            .note("a fact\nof two lines")
            .help("declare it")
            .fix("write `b`", Span::new(shop, 6, 10), "b"),
            Diagnostic::new(
                &codes::UNDECLARED_NAME,
                Span::new(shop, 10, 11),
                "nothing is `b`",
            ),
        ];
        let text = shown(&sources, &diagnostics);
        assert_eq!(
            text,
            r#"[
  {"code":"E0201","slug":"unknown-name","severity":"error","message":"nothing is \"x\"","file":"shop.netpol","start":{"line":1,"column":6},"end":{"line":1,"column":9},"labels":[{"file":"shop.netpol","start":{"line":1,"column":6},"end":{"line":1,"column":9},"message":"here","primary":true},{"file":"base\".netpol","start":{"line":1,"column":1},"end":{"line":1,"column":1},"message":"not here","primary":false}],"notes":["a fact\nof two lines"],"help":"declare it","fixes":[{"title":"write `b`","edits":[{"file":"shop.netpol","start":{"line":1,"column":6},"end":{"line":2,"column":1},"text":"b"}]}]},
  {"code":"W0401","slug":"undeclared-name","severity":"warning","message":"nothing is `b`","file":"shop.netpol","start":{"line":2,"column":1},"end":{"line":2,"column":2},"labels":[{"file":"shop.netpol","start":{"line":2,"column":1},"end":{"line":2,"column":2},"message":"","primary":true}],"notes":[],"help":null,"fixes":[]}
]
"#
        );
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read[0]["labels"][1]["file"], "base\".netpol");
    }
}
