//! The names of a run.

use crate::driver::Snapshot;
use crate::resolve::{FileIndex, Index, index};

/// All names, and what they stand for.
pub(super) fn names(snapshot: &Snapshot) -> Index {
    index(&snapshot.program, &inputs(snapshot))
}

/// The inputs, for which names are looked up.
pub(super) fn inputs(snapshot: &Snapshot) -> Vec<FileIndex> {
    snapshot.files.iter().map(|one| one.index).collect()
}
