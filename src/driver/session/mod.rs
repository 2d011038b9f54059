//! Runs that follow each other, as texts are edited: what one has found out, the next need not find out again.

mod made_inventories;
mod proofs;
mod texts;

use crate::diagnostics::Diagnostic;
use crate::driver::manifest_file::ManifestFile;
use crate::source::{FileId, Span};

pub(super) use made_inventories::{MadeInventories, Part};
pub(super) use proofs::Proofs;
pub(super) use texts::Texts;

/// What runs leave to the next: each text with its statements, the inventories that were made of manifests, and the
/// objects of each file with the proof of them. Nothing that a run says depends on it.
#[derive(Default)]
pub struct Session {
    pub(super) texts: Texts,
    pub(super) inventories: MadeInventories,
    pub(super) proofs: Proofs,
}

impl Session {
    /// The file of this identity, if a run has read it.
    pub fn file(&self, identity: &str) -> Option<FileId> {
        self.texts.file(identity)
    }

    /// The identity of a file that a run has read.
    pub fn identity(&self, file: FileId) -> Option<&str> {
        self.texts.identity(file)
    }

    /// Adds manifests, which the statement at `span` may name; `Err` with what is wrong where they cannot be used.
    pub(super) fn manifests(
        &mut self,
        file: ManifestFile,
        span: Option<Span>,
    ) -> Result<FileId, Diagnostic> {
        let added = self.texts.manifests(file, span);
        if let Some(file) = added.changed {
            self.inventories.forget(file);
        }
        added.file
    }
}
