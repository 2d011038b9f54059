//! A folder of its own for each test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::Netpolc;

/// A temporary folder, in which the binary runs.
pub(crate) struct Folder {
    root: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self {
            root: TempDir::new().unwrap(),
        }
    }

    /// Writes a file, and the folders that it needs.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// Every file below `path`, hidden ones too, relative to it and sorted; nothing where it does
    /// not exist.
    pub(crate) fn list(&self, path: &str) -> Vec<String> {
        let root = self.path(path);
        let mut found = Vec::new();
        let mut ahead = vec![root.clone()];
        while let Some(folder) = ahead.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    ahead.push(path);
                } else {
                    found.push(path.strip_prefix(&root).unwrap().display().to_string());
                }
            }
        }
        found.sort();
        found
    }

    /// The binary, to be run in this folder.
    pub(crate) fn netpolc(&self, arguments: &[&str]) -> Netpolc {
        Netpolc::new(self.root.path(), arguments)
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }
}
