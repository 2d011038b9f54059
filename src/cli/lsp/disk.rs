//! The files of this machine, for the language server.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::cli::file_loader::{FileLoader, LIMIT, identity_of, known_path, read_up_to};
use crate::cli::inputs::EXTENSION;
use crate::cli::walk::walk;
use crate::lsp::{Disk, FolderLoader};

/// The files of this machine.
pub(super) struct Files;

impl Disk for Files {
    fn identify(&self, path: &Path) -> String {
        identity_of(&known_path(path))
    }

    fn programs(&self, folder: &Path) -> Vec<PathBuf> {
        walk(folder, &[EXTENSION]).unwrap_or_default()
    }

    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let file = File::open(path).ok()?;
        read_up_to(file, LIMIT).ok()
    }

    fn loader(&self, folder: &Path) -> Box<dyn FolderLoader> {
        Box::new(FileLoader::in_folder(&known_path(folder)))
    }
}
