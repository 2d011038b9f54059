//! The files of a machine, as the server needs them.

use std::path::{Path, PathBuf};

use crate::driver::Loader;

/// Finds and reads files.
pub trait Disk {
    /// What tells a file from others, the same for every path that leads to it; it need not exist.
    fn identify(&self, path: &Path) -> String;

    /// The `.netpol` files below a folder, relative to it; none where it cannot be read.
    fn programs(&self, folder: &Path) -> Vec<PathBuf>;

    /// The bytes of a file; nothing where it cannot be read.
    fn read(&self, path: &Path) -> Option<Vec<u8>>;

    /// What finds the files that texts name, and calls them as seen from `folder`.
    fn loader(&self, folder: &Path) -> Box<dyn FolderLoader>;
}

/// Finds the files that the texts of a folder name.
pub trait FolderLoader: Loader {
    /// What tells a file from others; from now on, it is a place to `use` from.
    fn identify(&self, path: &Path) -> String;

    /// Where `path` leads to, from the folder of the file with identity `from`.
    fn locate(&self, from: &str, path: &str) -> PathBuf;

    /// What diagnostics call a file.
    fn name(&self, path: &Path) -> String;
}
