//! From spans of a run to places as a client knows them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use lsp_types::{Location, Range, Uri};

use crate::driver::Snapshot;
use crate::lsp::document::Document;
use crate::lsp::encoding::Encoding;
use crate::lsp::lines::Lines;
use crate::lsp::project::Project;
use crate::source::{FileId, Span};

/// The places of a project.
pub(super) struct Places<'w> {
    snapshot: &'w Snapshot,
    project: &'w Project,
    open: &'w BTreeMap<String, Document>,
    encoding: Encoding,
    lines: RefCell<HashMap<FileId, Rc<Lines>>>,
}

impl<'w> Places<'w> {
    pub(super) fn new(
        snapshot: &'w Snapshot,
        project: &'w Project,
        open: &'w BTreeMap<String, Document>,
        encoding: Encoding,
    ) -> Self {
        Self {
            snapshot,
            project,
            open,
            encoding,
            lines: RefCell::default(),
        }
    }

    /// The open document of a file.
    pub(super) fn document(&self, file: FileId) -> Option<&'w Document> {
        self.open.get(self.project.identity(file)?)
    }

    /// The address of a file; none for what is built in.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let document = self.document(file);
        document
            .map(|document| document.uri.clone())
            .or_else(|| self.project.uri(file))
    }

    /// The range of a span in its file.
    pub(super) fn range(&self, span: Span) -> Range {
        if let Some(document) = self.document(span.file) {
            return document.lines.range(&document.text, span);
        }
        self.lines(span.file).range(self.text(span.file), span)
    }

    /// The place of a span.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        Some(Location::new(self.uri(span.file)?, self.range(span)))
    }

    fn text(&self, file: FileId) -> &'w str {
        let source = self.snapshot.sources.get(file);
        source.map_or("", |source| &source.text)
    }

    fn lines(&self, file: FileId) -> Rc<Lines> {
        let mut known = self.lines.borrow_mut();
        let lines = known
            .entry(file)
            .or_insert_with(|| Rc::new(Lines::of(self.text(file), self.encoding)));
        Rc::clone(lines)
    }
}
