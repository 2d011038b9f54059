//! Runs with a cursor in one of their texts, and what edits make of these.

use std::collections::BTreeMap;

use netpolc::diagnostics::Edit;
use netpolc::driver::Snapshot;
use netpolc::source::{FileId, Span};

use crate::ide::workspace::Workspace;

/// A run, with the place of the cursor.
pub(crate) struct Marked {
    pub(crate) snapshot: Snapshot,
    pub(crate) file: FileId,
    pub(crate) offset: u32,
}

/// The run of the files of a text, with the place of the `$0` in it.
pub(crate) fn marked(text: &str) -> Marked {
    let workspace = Workspace::new(text);
    let snapshot = workspace.snapshot();
    let (file, offset) = workspace.cursor(&snapshot);
    Marked {
        snapshot,
        file,
        offset,
    }
}

impl Marked {
    /// Where a span is, and what it holds: `shop.netpol:2:7 web`.
    pub(crate) fn shown(&self, span: Span) -> String {
        shown(&self.snapshot, span)
    }
}

pub(crate) fn shown(snapshot: &Snapshot, span: Span) -> String {
    let name = snapshot.sources.name(span.file);
    let source = snapshot.sources.get(span.file).unwrap();
    let at = source.position(span.start);
    let text = snapshot.sources.slice(span);
    format!("{name}:{}:{} {text}", at.line, at.column)
}

/// The texts of all files that edits change, each behind its path, in the order of these.
pub(crate) fn edited(snapshot: &Snapshot, edits: &[Edit]) -> String {
    let texts = texts(snapshot, edits).into_iter();
    let texts = texts.map(|(path, text)| format!("--- {path}\n{text}"));
    texts.collect()
}

/// The texts of all files that edits change, by their paths.
pub(crate) fn texts(snapshot: &Snapshot, edits: &[Edit]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (file, source) in snapshot.sources.iter() {
        let mut text = source.text.clone();
        let here = edits.iter().filter(|edit| edit.span.file == file);
        let here: Vec<&Edit> = here.collect();
        for edit in here.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        if !here.is_empty() {
            texts.insert(source.name.clone(), text);
        }
    }
    texts
}
