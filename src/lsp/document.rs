//! A text that is open in an editor.

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::lsp::encoding::Encoding;
use crate::lsp::lines::Lines;

/// A text, as it is in the editor.
#[derive(Debug)]
pub struct Document {
    /// What the client calls it.
    pub(super) uri: Uri,
    /// The version of the text.
    pub(super) version: i32,
    /// The text.
    pub(super) text: String,
    /// Its lines.
    pub(super) lines: Lines,
    encoding: Encoding,
}

impl Document {
    /// A document that was opened.
    pub fn opened(item: TextDocumentItem, encoding: Encoding) -> Self {
        Self {
            uri: item.uri,
            version: item.version,
            lines: Lines::of(&item.text, encoding),
            text: item.text,
            encoding,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Applies changes in their order: each is about the text that the one before it left.
    pub fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        for change in changes {
            match change.range {
                None => {
                    self.text = change.text;
                    self.lines = Lines::of(&self.text, self.encoding);
                }
                Some(range) => {
                    let bytes = self.lines.bytes(&self.text, range);
                    self.text.replace_range(bytes.clone(), &change.text);
                    self.lines.edited(&self.text, &bytes, change.text.len());
                }
            }
        }
        self.version = version;
    }
}
