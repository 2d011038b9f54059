//! Diagnostics as the comment lines that fixtures end with.

use std::fmt::Write;

use netpolc::diagnostics::{Diagnostic, Severity};
use netpolc::source::{LineIndex, Span};

/// `#! LINE:COLUMN: error[E0103 wrong-arrow]: message` and what belongs to it, indented.
pub(crate) fn print(diagnostics: &[Diagnostic], text: &str) -> String {
    let index = LineIndex::new(text);
    let at = |offset: u32| {
        let position = index.position(text, offset);
        format!("{}:{}", position.line, position.column)
    };
    let place = |span: Span| format!("{}-{}", at(span.start), at(span.end));
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let severity = match diagnostic.code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let _ = writeln!(
            lines,
            "#! {}: {severity}[{} {}]: {}",
            at(diagnostic.primary.span.start),
            diagnostic.code.id,
            diagnostic.code.slug,
            diagnostic.message
        );
        for label in &diagnostic.secondary {
            let _ = writeln!(lines, "#!   {}: {}", place(label.span), label.message);
        }
        for note in &diagnostic.notes {
            let _ = writeln!(lines, "#!   note: {note}");
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(lines, "#!   help: {help}");
        }
        for fix in &diagnostic.fixes {
            let edits: Vec<_> = fix
                .edits
                .iter()
                .map(|edit| format!("{} {:?}", place(edit.span), edit.text))
                .collect();
            let _ = writeln!(lines, "#!   fix: {}: {}", fix.title, edits.join(", "));
        }
    }
    lines
}
