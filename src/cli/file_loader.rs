//! Reads files, and finds those that `use` and `manifests` name.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::failure::reason;
use crate::cli::manifests::named_manifests;
use crate::cli::shown_path::{relative, with_slashes_or_root};
use crate::driver::{Input, Loader, ManifestFile};
use crate::lsp::FolderLoader;

/// What is read of a file: one byte more than a source may have (256 MiB), so that a larger one is
/// seen to be, and an endless one ends.
pub(super) const LIMIT: u64 = (256 << 20) + 1;

/// The same of a manifest, which may be the dump of a cluster (2 GiB).
pub(super) const MANIFEST_LIMIT: u64 = (2 << 30) + 1;

/// The files of this machine.
///
/// A file's identity is its canonical path, so that all ways to it are one file.
#[derive(Debug, Default)]
pub(super) struct FileLoader {
    /// By identity, the folder that a file's `use` starts from: an identity is text, and cannot
    /// always be turned back to a path.
    folders: RefCell<BTreeMap<String, PathBuf>>,
    /// The current folder.
    here: PathBuf,
}

impl FileLoader {
    pub(super) fn new() -> Self {
        Self::in_folder(&fs::canonicalize(".").unwrap_or_default())
    }

    /// One whose current folder is `here`, a canonical path.
    pub(super) fn in_folder(here: &Path) -> Self {
        Self {
            folders: RefCell::default(),
            here: here.to_path_buf(),
        }
    }

    /// The identity of a file, which need not exist; from now on, it is a place to `use` from.
    pub(super) fn identify(&self, path: &Path) -> String {
        let path = known_path(path);
        let identity = identity_of(&path);
        let folder = path.parent().unwrap_or(&self.here).to_path_buf();
        self.folders.borrow_mut().insert(identity.clone(), folder);
        identity
    }

    /// The identity of standard input without a name: it uses files from the current folder.
    pub(super) fn identify_stdin(&self) -> String {
        let identity = "<stdin>".to_owned();
        let here = self.here.clone();
        self.folders.borrow_mut().insert(identity.clone(), here);
        identity
    }

    /// Whether the file at `path` was read in this run.
    pub(super) fn has_read(&self, path: &Path) -> bool {
        let canonical = fs::canonicalize(path);
        canonical.is_ok_and(|path| self.folders.borrow().contains_key(&identity_of(&path)))
    }

    /// A path as seen from the current folder.
    fn shown(&self, path: &Path) -> PathBuf {
        let canonical = fs::canonicalize(path);
        let canonical = canonical.unwrap_or_else(|_| path.to_path_buf());
        relative(&canonical, &self.here)
    }

    /// The folder of the file with this identity.
    fn folder_of(&self, identity: &str) -> PathBuf {
        let folder = self.folders.borrow().get(identity).cloned();
        folder.unwrap_or_else(|| self.here.clone())
    }

    /// The file that `use` or `--use` names.
    pub(super) fn read_used(&self, path: &Path) -> io::Result<Input> {
        // Nothing but a file: a text that uses a pipe must not make the compiler wait for it.
        let about = fs::metadata(path)?;
        if !about.is_file() {
            let words = if about.is_dir() {
                "it is a folder"
            } else {
                "it is not a file"
            };
            return Err(io::Error::other(words));
        }
        let bytes = read_up_to(File::open(path)?, LIMIT)?;
        let identity = self.identify(path);
        let canonical = fs::canonicalize(path)?;
        Ok(Input {
            name: with_slashes_or_root(&relative(&canonical, &self.here)),
            title: canonical
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            identity,
            bytes,
        })
    }
}

impl Loader for FileLoader {
    fn load(&self, from: &str, path: &str) -> Result<Input, String> {
        self.read_used(&self.folder_of(from).join(path))
            .map_err(|error| reason(&error))
    }

    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        named_manifests(&self.folder_of(from), path, |path| self.shown(path))
    }
}

impl FolderLoader for FileLoader {
    fn identify(&self, path: &Path) -> String {
        self.identify(path)
    }

    fn locate(&self, from: &str, path: &str) -> PathBuf {
        self.folder_of(from).join(path)
    }

    fn name(&self, path: &Path) -> String {
        with_slashes_or_root(&self.shown(path))
    }
}

/// Reads at most `limit` bytes.
pub(super) fn read_up_to(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The path that a file is known by: what has no canonical one (a pipe's `/dev/fd/63`) by the one that it has.
pub(super) fn known_path(path: &Path) -> PathBuf {
    fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_path_buf())
}

/// A path that is no text keeps its bytes apart as escapes.
pub(super) fn identity_of(path: &Path) -> String {
    let escaped = || {
        path.as_os_str()
            .as_encoded_bytes()
            .escape_ascii()
            .to_string()
    };
    path.to_str().map_or_else(escaped, ToOwned::to_owned)
}
