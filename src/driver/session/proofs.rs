//! What runs have written, and proved.

use std::collections::{HashMap, HashSet};

use crate::lower;
use crate::source::FileId;
use crate::verify::Proven;

/// What was written of each file when nothing was wrong with it the last time, and what was proved when nothing was
/// wrong with the run.
#[derive(Debug, Default)]
pub(in crate::driver) struct Proofs {
    /// The objects.
    pub(in crate::driver) objects: HashMap<FileId, lower::Earlier>,
    /// That they say what the text says.
    pub(in crate::driver) proven: HashMap<FileId, Proven>,
}

impl Proofs {
    /// Adds what a run has found out, and forgets files that are no longer its inputs.
    pub(in crate::driver) fn learn(&mut self, new: Self, inputs: &HashSet<FileId>) {
        self.objects.extend(new.objects);
        self.proven.extend(new.proven);
        self.objects.retain(|file, _| inputs.contains(file));
        self.proven.retain(|file, _| inputs.contains(file));
    }
}
