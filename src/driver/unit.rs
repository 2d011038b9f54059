//! What one file became.

use smol_str::SmolStr;

use crate::k8s::Policy;
use crate::source::FileId;

/// What one input file became.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub file: FileId,
    /// What the header calls it.
    pub title: String,
    /// Its `prefix`, though it may have no objects.
    pub prefix: Option<SmolStr>,
    /// Its objects in their order; none for a file of declarations alone, or one with errors.
    pub policies: Vec<Policy>,
}
