//! The texts of a run.

use std::sync::{Arc, OnceLock};

use crate::source::{FileId, LineIndex, Position, Span};

/// One text, with the name that people see for it.
#[derive(Debug)]
pub struct Source {
    /// The name in diagnostics: the path as it was given, or `<stdin>`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Whether it is a manifest. Objects may stand beside each other on one line there, a Secret among
    /// them, so that of such a line no more is shown than what a message is about.
    pub is_manifest: bool,
    /// Made when it is first asked for: a dump of a cluster is large, and may never need it.
    lines: OnceLock<LineIndex>,
}

impl Source {
    fn shared(name: String, text: String, is_manifest: bool) -> Arc<Self> {
        Arc::new(Self {
            name,
            text,
            is_manifest,
            lines: OnceLock::new(),
        })
    }

    /// The index of its lines.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// All texts of a run, in the order in which they were added. A copy shares them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
}

impl Sources {
    /// Adds a text and returns the id that spans refer to it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), text.into(), false)
    }

    /// As [`Sources::add`], for the text of a manifest.
    pub fn add_manifest(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), text.into(), true)
    }

    fn push(&mut self, name: String, text: String, is_manifest: bool) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::shared(name, text, is_manifest));
        id
    }

    /// Puts another text in the place of one, which copies made before still have. Spans of the old one mean
    /// nothing in it.
    pub fn replace(&mut self, id: FileId, name: impl Into<String>, text: impl Into<String>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = Source::shared(name.into(), text.into(), file.is_manifest);
        }
    }

    /// The text with this id, where it is one of this run's.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The same, to be kept longer than its place here.
    pub fn shared(&self, id: FileId) -> Option<Arc<Source>> {
        self.files.get(id.0 as usize).cloned()
    }

    /// The name of a file; empty where the id is not of this run.
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", |source| &source.name)
    }

    /// The bytes of a span; empty where it lies in no text of this run.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or("")
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        let files = self.files.iter().map(Arc::as_ref);
        (0u32..).map(FileId).zip(files)
    }
}
