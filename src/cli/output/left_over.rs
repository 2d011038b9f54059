//! Files that an earlier build wrote and that this one would not.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::Format;
use crate::cli::shown_path::with_slashes;
use crate::cli::target::Target;
use crate::cli::walk::{join, walk};
use crate::emit;

/// How much of a file is read to find its header: more than the longest path.
const START: u64 = 64 << 10;
/// What stands at the start of every list that netpolc writes. Where it is missing, the rest of a
/// file, which may be large and of another kind, is not read.
const FIRST_KIND: &str = "NetworkPolicy";

/// A file that is left over.
pub(super) struct LeftOver {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The file that is written from the same source now, in another format.
    pub(super) successor: Option<PathBuf>,
}

/// What is left over below `folder`, where `files` are all that is written now: of any source, where
/// these are `from_folder`; else the files in another format beside those of `files`.
pub(super) fn find(
    folder: &Path,
    files: &[Target],
    from_folder: bool,
) -> Result<Vec<LeftOver>, Failure> {
    let written: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
    let mut found = Vec::new();
    for inner in candidates(folder, files, from_folder)? {
        let path = join(folder, &inner);
        if written.contains(folder.join(&inner).as_path()) || !is_generated_in_place(&path, &inner)?
        {
            continue;
        }
        let successor = Format::ALL
            .iter()
            .map(|format| inner.with_extension(format.extension()))
            .find(|inner| written.contains(folder.join(inner).as_path()))
            .map(|inner| join(folder, &inner));
        found.push(LeftOver { path, successor });
    }
    Ok(found)
}

/// The files that may be left over, by their paths below `folder`.
fn candidates(folder: &Path, files: &[Target], from_folder: bool) -> Result<Vec<PathBuf>, Failure> {
    let extensions = Format::ALL.map(Format::extension);
    if from_folder {
        return if folder.exists() {
            walk(folder, &extensions)
        } else {
            Ok(Vec::new())
        };
    }
    let inner = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(folder).ok());
    let beside = inner.flat_map(|inner| extensions.map(|it| inner.with_extension(it)));
    Ok(beside
        .filter(|inner| folder.join(inner).is_file())
        .collect())
}

/// Whether netpolc generated the file from the source in its place. A header that says otherwise is
/// of another build. JSON has none, and is taken to be from there.
fn is_generated_in_place(path: &Path, inner: &Path) -> Result<bool, Failure> {
    let unreadable = |error| Failure::io("read", path, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut content = Vec::new();
    file.by_ref()
        .take(START)
        .read_to_end(&mut content)
        .map_err(unreadable)?;
    let start = String::from_utf8_lossy(&content);
    let extension = inner.extension().unwrap_or_default();
    if extension == Format::Yaml.extension() {
        let title = emit::generated_from(&start);
        return Ok(title.is_some_and(|title| {
            let in_place = Path::new(&title).with_extension(extension);
            with_slashes(&in_place) == with_slashes(inner)
        }));
    }
    if !start.contains(FIRST_KIND) {
        return Ok(false);
    }
    file.read_to_end(&mut content).map_err(unreadable)?;
    Ok(emit::is_generated_list(&content))
}
