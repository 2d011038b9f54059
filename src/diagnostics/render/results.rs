//! The results of a KRM function: a JSON object each.

use serde_json::{Map, Value, json};

use crate::diagnostics::Severity;
use crate::diagnostics::render::harmless::words;
use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::report::Report;

/// The text of a JSON object for each diagnostic, as
/// [kyaml](https://pkg.go.dev/sigs.k8s.io/kustomize/kyaml/fn/framework#Result) reads it. It has no place for a
/// line, so that stands in the message, and among the tags.
pub fn results(report: &Report<'_>) -> Vec<String> {
    let locator = Locator::new(report.sources);
    let results = report.diagnostics.iter().map(|diagnostic| {
        let span = diagnostic.primary.span;
        let file = report.sources.name(span.file);
        let place = locator.position(span.file, span.start);
        let code = diagnostic.code;
        let mut message = format!(
            "{file}:{}:{}: [{} {}] {}",
            place.line, place.column, code.id, code.slug, diagnostic.message
        );
        if let Some(help) = &diagnostic.help {
            message.push_str("; help: ");
            message.push_str(help);
        }
        let severity = severity(report.severity(diagnostic));
        let mut object = object(&message, severity);
        object.insert("file".to_owned(), json!({"path": words(file)}));
        let tags = json!({
            "code": code.id,
            "slug": code.slug,
            "line": place.line.to_string(),
            "column": place.column.to_string(),
        });
        object.insert("tags".to_owned(), tags);
        Value::Object(object).to_string()
    });
    results.collect()
}

/// The same for words that are about no place.
pub fn result(message: &str) -> String {
    Value::Object(object(message, severity(Severity::Note))).to_string()
}

fn object(message: &str, severity: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("message".to_owned(), words(message).into());
    object.insert("severity".to_owned(), severity.into());
    object
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, codes};
    use crate::source::{Sources, Span};

    #[test]
    fn every_field_in_its_place() {
        let mut sources = Sources::default();
        let shop = sources.add("shop.netpol", "a\nb \"c\"");
        let diagnostics = [
            Diagnostic::new(
                &codes::UNKNOWN_NAME,
                Span::new(shop, 4, 5),
                "nothing is \"c\"\u{7f}",
            )
            .help("declare it"),
            Diagnostic::new(&codes::FACT_OUTSIDE_RUN, Span::new(shop, 0, 1), "a note"),
        ];
        let report = Report {
            sources: &sources,
            diagnostics: &diagnostics,
            deny_warnings: true,
        };
        assert_eq!(
            results(&report),
            [
                r#"{"file":{"path":"shop.netpol"},"message":"shop.netpol:2:3: [E0201 unknown-name] nothing is \"c\"\\u{7f}; help: declare it","severity":"error","tags":{"code":"E0201","column":"3","line":"2","slug":"unknown-name"}}"#,
                r#"{"file":{"path":"shop.netpol"},"message":"shop.netpol:1:1: [N0501 fact-outside-run] a note","severity":"info","tags":{"code":"N0501","column":"1","line":"1","slug":"fact-outside-run"}}"#,
            ]
        );
        assert_eq!(
            result("left over"),
            r#"{"message":"left over","severity":"info"}"#
        );
    }
}
