//! The YAML that a file becomes, and which of its lines come from where.

use std::ops::Range;

use crate::driver::Snapshot;
use crate::emit::traced;
use crate::source::{FileId, LineIndex, Span};

/// What a file becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Generated {
    /// Nothing: something is wrong with the texts.
    Nothing {
        /// What, in the words of the first error.
        reason: String,
    },
    /// The text that `netpolc build` writes.
    Yaml {
        /// The text; empty where the file writes no objects.
        text: String,
        /// Statements of the file, and used ones, with lines that they became, counted from 0.
        parts: Vec<(Span, Range<usize>)>,
    },
}

/// What a file of the run becomes; nothing where it is none of its inputs.
pub fn generated(snapshot: &Snapshot, file: FileId) -> Option<Generated> {
    let unit = snapshot.unit(file)?;
    if let Some(reason) = error(snapshot) {
        return Some(Generated::Nothing { reason });
    }
    let (text, stretches) = traced(&unit.title, &unit.policies);
    let lines = LineIndex::new(&text);
    let parts = stretches.into_iter().flat_map(|stretch| {
        let bytes = Span::over(file, stretch.bytes);
        let part = lines.line(bytes.start)..lines.line(bytes.end);
        let statements = stretch.statements.into_iter();
        statements.map(move |statement| (statement, part.clone()))
    });
    let parts = parts.collect();
    Some(Generated::Yaml { text, parts })
}

/// Why nothing would be written.
fn error(snapshot: &Snapshot) -> Option<String> {
    if !snapshot.faults.is_empty() {
        return Some("this is a bug in netpolc, not in your files".to_owned());
    }
    let error = snapshot.first_error()?;
    let source = snapshot.sources.get(error.primary.span.file)?;
    let line = source.position(error.primary.span.start).line;
    Some(format!("{}:{line}: {}", source.name, error.message))
}
