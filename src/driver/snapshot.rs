//! A run, kept for questions about places in its texts.

use std::sync::OnceLock;

use crate::diagnostics::{Diagnostic, has_errors};
use crate::driver::analyzed::Analyzed;
use crate::driver::input::{Inputs, Loader};
use crate::driver::run::{Finished, Options, understand};
use crate::driver::session::Session;
use crate::driver::unit::Unit;
use crate::driver::verified::Fault;
use crate::parallel;
use crate::resolve::{FileIndex, Index, Program, index};
use crate::source::{FileId, Sources};

/// Everything that one run found out.
#[derive(Debug)]
pub struct Snapshot {
    /// All texts that were read, manifests included.
    pub sources: Sources,
    /// All files, parsed and linked: used ones and the prelude included.
    pub program: Program,
    /// What is known of each input, in the order given.
    pub files: Vec<Analyzed>,
    /// What each of them became; without objects where something is wrong with it.
    pub units: Vec<Unit>,
    /// Everything there is to say, in the order of files and places, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the compiler went wrong.
    pub faults: Vec<Fault>,
    /// Whether nothing is wrong with any file by itself; files may contradict each other for all that.
    pub is_understood: bool,
    /// Made when it is first asked for.
    names: OnceLock<Index>,
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
            || understood.write(options, &[], Some(&self.proofs)),
        );
        let inputs = understood.inputs();
        self.proofs
            .learn(std::mem::take(&mut written.proofs), &inputs);
        if has_errors(&judged) {
            written = understood.retract(written, &judged);
        }
        Snapshot::of(program, understood.finish(judged, written))
    }
}

impl Snapshot {
    fn of(program: Program, finished: Finished) -> Self {
        Self {
            program,
            files: finished.files,
            units: finished.units,
            names: OnceLock::new(),
            sources: finished.sources,
            diagnostics: finished.diagnostics,
            faults: finished.faults,
            is_understood: finished.is_understood,
        }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// The first error, in the order of files and places.
    pub fn first_error(&self) -> Option<&Diagnostic> {
        let mut all = self.diagnostics.iter();
        all.find(|one| one.is_error())
    }

    /// What is known of a file, if it is an input.
    pub fn analyzed(&self, file: FileId) -> Option<&Analyzed> {
        self.files.iter().find(|one| one.file == file)
    }

    /// What a file became, if it is an input.
    pub fn unit(&self, file: FileId) -> Option<&Unit> {
        self.units.iter().find(|one| one.file == file)
    }

    /// All names, and what they stand for.
    pub fn names(&self) -> &Index {
        self.names
            .get_or_init(|| index(&self.program, &self.inputs()))
    }

    /// The inputs, for which names are looked up.
    pub fn inputs(&self) -> Vec<FileIndex> {
        self.files.iter().map(|one| one.index).collect()
    }
}
