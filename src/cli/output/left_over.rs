//! Files that an earlier build wrote for a source that is gone.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::target::Sources;
use crate::cli::shown_path::with_slashes;
use crate::cli::walk::{join, walk};
use crate::emit;

const EXTENSION: &str = "yaml";
/// How much of a file is read to find its header: more than the longest path.
const HEADER: u64 = 64 << 10;

/// The YAML files below `folder` that say that they were generated from the source in their place,
/// where `sources`, all that write a file now, do not hold it. Where a file says that it comes from
/// elsewhere, another build wrote it. JSON has no header that could tell.
pub(super) fn find(folder: &Path, sources: &Sources) -> Result<Vec<PathBuf>, Failure> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for inner in walk(folder, EXTENSION)? {
        let path = join(folder, &inner);
        let title = title(&path)?;
        let left_over = title.is_some_and(|title| {
            let in_place = Path::new(&title).with_extension(EXTENSION);
            with_slashes(&in_place) == with_slashes(&inner) && !sources.contains(&title)
        });
        if left_over {
            found.push(path);
        }
    }
    Ok(found)
}

fn title(path: &Path) -> Result<Option<String>, Failure> {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEADER).read_to_end(&mut start));
    read.map_err(|error| Failure::io("read", path, &error))?;
    Ok(emit::generated_from(&String::from_utf8_lossy(&start)))
}
