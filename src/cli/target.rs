//! What is written, and from what.

use std::path::PathBuf;

/// A file to write.
pub(super) struct Target {
    /// Where.
    pub(super) path: PathBuf,
    /// Its content.
    pub(super) text: String,
    /// What is there now.
    pub(super) before: Option<Vec<u8>>,
}
