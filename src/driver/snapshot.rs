//! A run, kept for questions about places in its texts.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Severity};
use crate::driver::input::{Inputs, Loader};
use crate::driver::run::{Finished, Options, has_errors, understand};
use crate::driver::session::Session;
use crate::driver::unit::Unit;
use crate::driver::verified::Fault;
use crate::model::Isolated;
use crate::parallel;
use crate::resolve::{FileIndex, Program, Resolved};
use crate::source::{FileId, Sources};
use crate::workloads::Workloads;

/// Everything that one run found out.
#[derive(Debug)]
pub struct Snapshot {
    /// All texts that were read, manifests included.
    pub sources: Sources,
    /// All files, parsed and linked: used ones and the prelude included.
    pub program: Program,
    /// One for each input, in the order given.
    pub files: Vec<Analyzed>,
    /// Everything there is to say, in the order of files and places, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the compiler went wrong.
    pub faults: Vec<Fault>,
    /// Whether nothing is wrong with any file by itself; files may contradict each other for all that.
    pub is_understood: bool,
}

/// What is known of one input.
#[derive(Debug)]
pub struct Analyzed {
    /// Its text.
    pub file: FileId,
    /// Its place in the program.
    pub index: FileIndex,
    /// What it means; whole only where nothing is wrong with it.
    pub resolved: Resolved,
    /// What it isolates.
    pub isolated: Isolated,
    /// What it became; without objects where something is wrong with it.
    pub unit: Unit,
    /// The workloads that it knows, where manifests are known to it.
    pub workloads: Option<Arc<Workloads>>,
    /// Whether nothing is wrong with it by itself.
    pub is_sound: bool,
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
}

impl Snapshot {
    fn of(program: Program, finished: Finished) -> Self {
        let files = finished.files.into_iter().zip(finished.units);
        let files = files.map(|(file, unit)| Analyzed {
            file: file.file,
            index: file.index,
            resolved: file.resolved,
            isolated: file.isolated,
            unit,
            workloads: file.workloads,
            is_sound: file.is_sound,
        });
        Self {
            program,
            files: files.collect(),
            sources: finished.sources,
            diagnostics: finished.diagnostics,
            faults: finished.faults,
            is_understood: finished.is_understood,
        }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.first_error().is_some()
    }

    /// The first error, in the order of files and places.
    pub fn first_error(&self) -> Option<&Diagnostic> {
        let mut all = self.diagnostics.iter();
        all.find(|one| one.code.severity == Severity::Error)
    }

    /// What is known of a file, if it is an input.
    pub fn analyzed(&self, file: FileId) -> Option<&Analyzed> {
        self.files.iter().find(|one| one.file == file)
    }
}
