//! The YAML that a file becomes, and which of its lines come from where.

use std::ops::Range;

use crate::driver::Snapshot;
use crate::emit::traced;
use crate::source::{FileId, Span};

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
    let analyzed = snapshot.analyzed(file)?;
    if let Some(reason) = error(snapshot) {
        return Some(Generated::Nothing { reason });
    }
    let (text, stretches) = traced(&analyzed.unit.title, &analyzed.unit.policies);
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let starts: Vec<usize> = std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect();
    let line = |at: usize| starts.partition_point(|start| *start <= at) - 1;
    let parts = stretches.into_iter().flat_map(|stretch| {
        let lines = line(stretch.bytes.start)..line(stretch.bytes.end);
        let statements = stretch.statements.into_iter();
        statements.map(move |statement| (statement, lines.clone()))
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
