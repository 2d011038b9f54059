//! Writes files so that nobody sees half of one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::cli::failure::Failure;
use crate::cli::target::Target;

/// Writes the files that changed, and the folders that they need. All are written beside their
/// places before the first takes its place, so that a full disk or a folder without rights changes
/// nothing.
pub(super) fn write(files: &[Target]) -> Result<(), Failure> {
    let unwritable = |path: &Path, error: &io::Error| Failure::io("write", path, error);
    let mut staged = Vec::new();
    for file in files {
        if file.before.as_deref() == Some(file.text.as_bytes()) {
            continue;
        }
        let beside = stage(file).map_err(|error| unwritable(&file.path, &error))?;
        staged.push((beside, file));
    }
    for ((beside, place), file) in staged {
        let written = beside.persist(place);
        written.map_err(|failed| unwritable(&file.path, &failed.error))?;
    }
    Ok(())
}

/// Writes a file beside its place: where that is a link, beside the file that it leads to.
fn stage(file: &Target) -> io::Result<(TempPath, PathBuf)> {
    let place = fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone());
    let folder = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(".netpolc-");
    as_usual(&mut builder);
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(file.text.as_bytes())?;
    if file.before.is_some() {
        let permissions = fs::metadata(&place)?.permissions();
        beside.as_file().set_permissions(permissions)?;
    }
    // Closed here: there may be more files than the system lets a process hold open.
    Ok((beside.into_temp_path(), place))
}

/// Gives new files the mode that they usually have, of which the system takes the umask away.
#[cfg(unix)]
fn as_usual(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn as_usual(_: &mut Builder<'_, '_>) {}
