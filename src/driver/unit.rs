//! What one file became.

use crate::k8s::Policy;
use crate::source::FileId;

/// What one input file became.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub file: FileId,
    /// What the header calls it.
    pub title: String,
    /// Its objects in their order; none for a file of declarations alone, or one with errors.
    pub policies: Vec<Policy>,
}
