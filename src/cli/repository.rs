//! Where files are in their repository.

use std::env;
use std::fs;
use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};

use crate::cli::shown_path::with_slashes;
use crate::diagnostics::render::{Placement, Placements};
use crate::source::Sources;

/// A folder that paths are shown from, and the one that they start from now.
pub(super) struct Repository {
    root: PathBuf,
    here: PathBuf,
}

impl Repository {
    /// The nearest folder from here upwards that git knows; without one, the current folder.
    pub(super) fn around_here() -> Self {
        let here = fs::canonicalize(".").unwrap_or_default();
        let root = here.ancestors().find(|folder| folder.join(".git").exists());
        Self {
            root: root.unwrap_or(&here).to_path_buf(),
            here,
        }
    }

    /// What GitHub Actions calls the workspace; elsewhere the repository.
    pub(super) fn of_workspace() -> Self {
        let around = Self::around_here();
        match env::var_os("GITHUB_WORKSPACE").map(PathBuf::from) {
            Some(root) if root.is_absolute() => Self {
                root: fs::canonicalize(&root).unwrap_or(root),
                ..around
            },
            _ => around,
        }
    }

    /// Where each file of a run is.
    pub(super) fn placements(&self, sources: &Sources) -> Placements {
        let files = sources.iter().map(|(_, source)| self.place(&source.name));
        Placements::new(files.collect())
    }

    fn place(&self, name: &str) -> Placement {
        // `<stdin>`, `<prelude>`
        if name.starts_with('<') && name.ends_with('>') {
            return Placement::Nowhere(name.to_owned());
        }
        let path = normal(&self.here.join(name));
        if let Ok(below) = path.strip_prefix(&self.root) {
            return Placement::Below(with_slashes(below));
        }
        // The way to it may be another than that to the root.
        let canonical = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        match canonical.strip_prefix(&self.root) {
            Ok(below) => Placement::Below(with_slashes(below)),
            Err(_) => Placement::Elsewhere(whole(&path)),
        }
    }
}

/// A path from the root of a file system, as people write it: without the `\\?\` of Windows.
fn whole(path: &Path) -> String {
    let path = path.display().to_string();
    let path = path.strip_prefix(r"\\?\").unwrap_or(&path);
    path.replace(MAIN_SEPARATOR_STR, "/")
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_from_the_root() {
        let repository = Repository {
            root: PathBuf::from("/no/repo"),
            here: PathBuf::from("/no/repo/k8s"),
        };
        let below = |name: &str, path: &str| {
            assert_eq!(repository.place(name), Placement::Below(path.to_owned()));
        };
        below("a.netpol", "k8s/a.netpol");
        below("./a/../b.netpol", "k8s/b.netpol");
        below("../base.netpol", "base.netpol");
        below("/no/repo/x/c,:%.netpol", "x/c,:%.netpol");
        let elsewhere = Placement::Elsewhere("/no/repository/a".to_owned());
        assert_eq!(repository.place("../../repository/a"), elsewhere);
        let name = Placement::Nowhere("<stdin>".to_owned());
        assert_eq!(repository.place("<stdin>"), name);
    }
}
