//! From the [`model`](crate::model) to NetworkPolicy objects.
//!
//! [`lower`] brings every `allow` to the isolated ends that the file owns (`placement`), and writes
//! one object for each subject (`object`). What is written, and why, is said in `docs/semantics.md`.

mod name;
mod object;
mod placement;
mod selector;
mod subjects;

use crate::k8s::Policy;
use crate::model::{Isolated, Model};

/// What the command line adds to every object.
#[derive(Clone, Debug, Default)]
pub struct Extras<'a> {
    /// Labels, valid by V30 and V31.
    pub labels: &'a [(String, String)],
    /// Annotations, valid by V12.
    pub annotations: &'a [(String, String)],
}

/// The objects of a file, in the order in which they are written; `isolated` is what the file knows to
/// be isolated.
pub fn lower(model: &Model, isolated: &Isolated, extras: &Extras<'_>) -> Vec<Policy> {
    let subjects = placement::place(model, isolated);
    object::policies(model, &subjects, extras)
}
