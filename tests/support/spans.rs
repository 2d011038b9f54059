//! The places in texts that values name.

use netpolc::diagnostics::Diagnostic;
use netpolc::k8s::manifest::Found;
use netpolc::source::{FileId, Span};
use netpolc::syntax::ast::Ast;

/// What a diagnostic points at, and what its fixes change.
pub(crate) fn of_diagnostic(diagnostic: &Diagnostic) -> Vec<Span> {
    let labels = diagnostic.secondary.iter().map(|label| label.span);
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
    let edits = edits.map(|edit| edit.span);
    labels
        .chain(edits)
        .chain([diagnostic.primary.span])
        .collect()
}

/// The objects, their names and their rules.
pub(crate) fn of_policies(policies: &[Found]) -> impl Iterator<Item = Span> {
    policies.iter().flat_map(|found| {
        let spans = &found.spans;
        let rules = spans.ingress.iter().chain(&spans.egress);
        [spans.object, spans.name].into_iter().chain(rules.copied())
    })
}

/// All of a tree, read from its debug text: no part of it is forgotten.
pub(crate) fn of_ast(ast: &Ast) -> Vec<Span> {
    let debug = without_strings(&format!("{ast:?}"));
    let spans = debug.split("Span { file: FileId(").skip(1);
    let spans = spans.map(|rest| {
        let numbers = rest.split(|char: char| !char.is_ascii_digit());
        let numbers: Vec<u32> = numbers.filter_map(|one| one.parse().ok()).take(3).collect();
        let [file, start, end] = numbers[..] else {
            panic!("no span: {rest}");
        };
        Span::new(FileId(file), start, end)
    });
    spans.collect()
}

/// The author's words may look like anything.
fn without_strings(debug: &str) -> String {
    let escaped = debug.replace(r"\\", "").replace("\\\"", "");
    escaped.split('"').step_by(2).collect()
}

#[test]
fn an_authors_word_is_no_span() {
    let text = r#"use "Span { file: FileId(\"\\""#;
    let (ast, wrong) = netpolc::syntax::parse(FileId(7), text);
    assert!(wrong.is_empty(), "{wrong:?}");
    let length = u32::try_from(text.len()).unwrap();
    let found = of_ast(&ast);
    assert!(
        found.contains(&Span::new(FileId(7), 0, length)),
        "{found:?}"
    );
    assert!(
        found.len() > 1 && found.iter().all(|span| span.end <= length),
        "{found:?}"
    );
}
