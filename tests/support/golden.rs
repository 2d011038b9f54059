//! Texts that are kept beside their sources.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The YAML below a folder that stands beside the program it is written for; manifests stand beside none.
pub(crate) fn outputs(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder, ".yaml");
    found.retain(|path| path.with_extension("netpol").is_file());
    found
}

/// All files below a folder that end in `end`, in the order of their paths.
pub(crate) fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether golden files are to be written anew: `NETPOLC_UPDATE=1`.
pub(crate) fn update() -> bool {
    std::env::var_os("NETPOLC_UPDATE").is_some()
}

/// Compares a text with the one that is kept in a file, which must be there; says where they differ.
pub(crate) fn compare(path: &Path, text: &str, wrong: &mut Vec<String>) {
    if update() {
        fs::write(path, text).unwrap();
        return;
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    if kept != text {
        let diff = similar::TextDiff::from_lines(kept.as_str(), text);
        let diff = diff.unified_diff().header("kept", "now").to_string();
        wrong.push(format!("{}:\n{diff}", path.display()));
    }
}
