//! Inputs that a command writes anew, in place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::atomic;
use crate::cli::failure::Failure;
use crate::cli::target::Target;

/// An input, as it was and as it is to be.
pub(super) struct Rewritten {
    /// None for standard input.
    pub(super) path: Option<PathBuf>,
    pub(super) before: Vec<u8>,
    pub(super) now: Vec<u8>,
}

impl Rewritten {
    pub(super) fn is_changed(&self) -> bool {
        self.before != self.now
    }
}

/// Writes the files that changed; either all or none. A file keeps its mode, and a link stays one.
pub(super) fn write(texts: &[Rewritten]) -> Result<(), Failure> {
    let mut targets = Vec::new();
    for text in texts.iter().filter(|text| text.is_changed()) {
        let (Some(path), Ok(now)) = (&text.path, str::from_utf8(&text.now)) else {
            continue;
        };
        is_file(path).map_err(|error| Failure::io("write", path, &error))?;
        targets.push(Target {
            path: path.clone(),
            text: now.to_owned(),
            before: Some(text.before.clone()),
        });
    }
    atomic::write(&targets)
}

/// What standard input became, changed or not, where it is an input.
pub(super) fn standard_input(texts: &[Rewritten]) -> Option<&[u8]> {
    let text = texts.iter().find(|text| text.path.is_none())?;
    Some(&text.now)
}

/// How many of them changed.
pub(super) fn changed_files(texts: &[Rewritten]) -> usize {
    texts.iter().filter(|text| text.is_changed()).count()
}

/// What is no file, such as a pipe, must not become one.
fn is_file(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_file() {
        Ok(())
    } else {
        Err(io::Error::other("it is not a file"))
    }
}
