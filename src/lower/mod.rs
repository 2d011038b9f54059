//! From the [`model`](crate::model) to NetworkPolicy objects.
//!
//! [`lower`] brings every `allow` to the isolated ends that the file owns (`placement`), and writes
//! one object for each subject (`object`). What is written, and why, is said in `docs/semantics.md`.

mod content;
mod earlier;
mod name;
mod object;
mod placement;
mod selector;
mod subjects;

use crate::k8s::Policy;
use crate::lower::content::Content;
use crate::model::{Isolated, Model};

pub use earlier::Earlier;

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
    let written = write(model, isolated, extras, None).into_iter();
    written.map(|(_, policy)| policy).collect()
}

/// The same, where the file was written `earlier`: what says the same is the same object. With what to know when
/// it is written again.
pub fn lower_again(
    model: &Model,
    isolated: &Isolated,
    extras: &Extras<'_>,
    earlier: Option<&Earlier>,
) -> (Vec<Policy>, Earlier) {
    let written = write(model, isolated, extras, earlier);
    let (contents, policies): (Vec<Content>, Vec<Policy>) = written.into_iter().unzip();
    let objects = policies.iter().map(|policy| &policy.object);
    let earlier = Earlier::of(model, extras, contents.into_iter().zip(objects));
    (policies, earlier)
}

fn write(
    model: &Model,
    isolated: &Isolated,
    extras: &Extras<'_>,
    earlier: Option<&Earlier>,
) -> Vec<(Content, Policy)> {
    let subjects = placement::place(model, isolated);
    object::policies(model, &subjects, extras, earlier)
}
