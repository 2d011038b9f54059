//! Runs that follow each other, as texts are edited: what one has found out, the next need not find out again.

mod made_inventories;
mod texts;

use crate::diagnostics::Diagnostic;
use crate::driver::load::{Inputs, Loader};
use crate::driver::manifest_file::ManifestFile;
use crate::driver::run::{Options, has_errors, understand};
use crate::driver::snapshot::Snapshot;
use crate::parallel;
use crate::source::{FileId, Span};

pub(super) use made_inventories::{MadeInventories, Part};
pub(super) use texts::Texts;

/// What runs leave to the next: each text with its statements, and the inventories that were made of manifests.
/// Nothing that a run says depends on it.
#[derive(Default)]
pub struct Session {
    pub(super) texts: Texts,
    pub(super) inventories: MadeInventories,
}

impl Session {
    /// Compiles all inputs, as [`run`](crate::driver::run) does, and keeps what was found out on the way. Objects are
    /// written and proved while the texts are judged: most of the time nothing is wrong with these.
    pub fn run(
        &mut self,
        inputs: impl Into<Inputs>,
        loader: &dyn Loader,
        options: &Options,
    ) -> Snapshot {
        let (program, understood) = understand(inputs.into(), loader, options, self);
        let (judged, mut written) = parallel::join(
            || understood.judge(&program),
            || understood.write(options, &[]),
        );
        if has_errors(&judged) {
            written = understood.retract(written, &judged);
        }
        Snapshot::of(program, understood.finish(judged, written))
    }

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
