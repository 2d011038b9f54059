//! `textDocument/formatting`

use lsp_types::{DocumentFormattingParams, Range, TextEdit};
use similar::{DiffOp, TextDiff};

use crate::ide;
use crate::lsp::workspace::Workspace;

/// The lines that change. A text with errors stays as it is: they are told already.
pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &DocumentFormattingParams,
) -> Option<Vec<TextEdit>> {
    let document = workspace.document(&params.text_document.uri)?;
    let text = document.text.as_str();
    let written = ide::formatted(text)?;
    let (old, new) = (lines(text), lines(&written));
    let diff = TextDiff::from_slices(&old, &new);
    let (old, new) = (starts(&old), starts(&new));
    let at = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or_default();
    let changes = diff.ops().iter();
    let changes = changes.filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changes.map(|op| {
        let (before, after) = (op.old_range(), op.new_range());
        let position = |line| document.lines.position(text, at(&old, line));
        let new_text = written.get(at(&new, after.start)..at(&new, after.end));
        TextEdit {
            range: Range::new(position(before.start), position(before.end)),
            new_text: new_text.unwrap_or_default().to_owned(),
        }
    });
    Some(edits.collect())
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Where each line starts, and the end of the last.
fn starts(lines: &[&str]) -> Vec<usize> {
    let ends = lines.iter().scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}
