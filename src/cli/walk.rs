//! The files below a folder.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::cli::failure::Failure;

/// The files with one of the `extensions` below `folder`, relative to it and sorted. What is hidden
/// is skipped; every folder is entered once, by its own path before any link to it.
pub(super) fn walk(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    // Folders still to enter; false, for a folder that is none by a link, sorts first.
    let mut ahead = BTreeSet::from([(false, PathBuf::new())]);
    while let Some((linked, inner)) = ahead.pop_first() {
        let path = join(folder, &inner);
        let unreadable = |error| Failure::io("read the folder", &path, &error);
        if !seen.insert(fs::canonicalize(&path).map_err(unreadable)?) {
            continue;
        }
        for entry in entries(&path).map_err(unreadable)? {
            if entry.is_hidden() {
                continue;
            }
            let inner = inner.join(&entry.name);
            let is_asked_for = inner
                .extension()
                .is_some_and(|found| extensions.iter().any(|asked| found == *asked));
            if entry.is_folder {
                ahead.insert((linked || entry.is_link, inner));
            } else if entry.is_file && is_asked_for {
                found.push(inner);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What a folder holds under one name.
pub(super) struct Entry {
    pub(super) name: OsString,
    pub(super) is_link: bool,
    pub(super) is_folder: bool,
    pub(super) is_file: bool,
}

impl Entry {
    pub(super) fn is_hidden(&self) -> bool {
        self.name.as_encoded_bytes().starts_with(b".")
    }
}

/// What a folder holds.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let is_link = kind.is_symlink();
        // A link that leads nowhere is reported when it is read, if it is asked for at all.
        let (is_folder, is_file) = if is_link {
            let target = fs::metadata(entry.path());
            let target = target.map(|target| (target.is_dir(), target.is_file()));
            target.unwrap_or((false, true))
        } else {
            (kind.is_dir(), kind.is_file())
        };
        found.push(Entry {
            name: entry.file_name(),
            is_link,
            is_folder,
            is_file,
        });
    }
    Ok(found)
}

/// `inner` below `folder`, without a `./` before it.
pub(super) fn join(folder: &Path, inner: &Path) -> PathBuf {
    if inner.as_os_str().is_empty() {
        folder.to_path_buf()
    } else if folder == Path::new(".") {
        inner.to_path_buf()
    } else {
        folder.join(inner)
    }
}
