//! The manifests below a folder.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::pattern::{Pattern, Progress};
use crate::cli::walk::{Entry, entries, join};

/// What manifests are called.
pub(super) const MANIFESTS: [&str; 3] = ["yaml", "yml", "json"];

/// What says that kustomize makes the manifests of a folder.
const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What says that Helm makes the manifests of a folder.
const CHART: &str = "Chart.yaml";

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundKind {
    File,
    /// A folder that holds a kustomization.
    Kustomization,
    /// A folder that holds a Helm chart.
    Chart,
}

/// Something below a folder.
#[derive(Debug)]
pub(super) struct Below {
    /// Its path from there.
    pub(super) inner: PathBuf,
    /// The path that all links lead to.
    pub(super) canonical: PathBuf,
    pub(super) kind: FoundKind,
    is_linked: bool,
}

/// A folder still to enter.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Ahead {
    /// Whether it was found by a link; what was not comes first.
    is_linked: bool,
    inner: PathBuf,
    progress: Progress,
}

/// The manifests below `folder` that the pattern matches, each once, by its own path before any link to
/// it, and sorted; in place of those of a kustomization or chart the folder of that. What is hidden is
/// skipped, and so are links that lead out of the folder.
///
/// The error names the path from the folder.
pub(super) fn manifests_below(
    folder: &Path,
    pattern: &Pattern,
) -> Result<Vec<Below>, (PathBuf, io::Error)> {
    let root = fs::canonicalize(folder).map_err(|error| (PathBuf::new(), error))?;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut ahead = BTreeSet::from([Ahead {
        is_linked: false,
        inner: PathBuf::new(),
        progress: pattern.start(),
    }]);
    while let Some(next) = ahead.pop_first() {
        let path = join(folder, &next.inner);
        let unreadable = |error| (next.inner.clone(), error);
        let canonical = fs::canonicalize(&path).map_err(unreadable)?;
        if !canonical.starts_with(&root) || !seen.insert((canonical.clone(), next.progress.clone()))
        {
            continue;
        }
        let entries = entries(&path).map_err(unreadable)?;
        if let Some(kind) = unrendered(&entries) {
            found.push(Below {
                inner: next.inner,
                canonical,
                kind,
                is_linked: next.is_linked,
            });
            continue;
        }
        for entry in entries {
            let Some(progress) = pattern.step(&next.progress, &entry.name) else {
                continue;
            };
            let inner = next.inner.join(&entry.name);
            let is_linked = next.is_linked || entry.is_link;
            if entry.is_folder {
                ahead.insert(Ahead {
                    is_linked,
                    inner,
                    progress,
                });
            } else if entry.is_file && pattern.is_match(&progress) && is_manifest(&inner) {
                let canonical = fs::canonicalize(join(folder, &inner));
                let canonical = canonical.map_err(|error| (inner.clone(), error))?;
                if canonical.starts_with(&root) {
                    found.push(Below {
                        inner,
                        canonical,
                        kind: FoundKind::File,
                        is_linked,
                    });
                }
            }
        }
    }
    found.sort_by(|one, other| (one.is_linked, &one.inner).cmp(&(other.is_linked, &other.inner)));
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.canonical.clone()));
    found.sort_by(|one, other| one.inner.cmp(&other.inner));
    Ok(found)
}

/// What a file by this name says of its folder.
pub(super) fn kind_of(name: &OsStr) -> FoundKind {
    if KUSTOMIZATIONS.iter().any(|known| name == *known) {
        FoundKind::Kustomization
    } else if name == CHART {
        FoundKind::Chart
    } else {
        FoundKind::File
    }
}

/// What a folder is that cannot be read as it stands.
fn unrendered(entries: &[Entry]) -> Option<FoundKind> {
    let files = entries.iter().filter(|entry| entry.is_file);
    let mut kinds = files.map(|entry| kind_of(&entry.name));
    kinds.find(|kind| *kind != FoundKind::File)
}

fn is_manifest(path: &Path) -> bool {
    path.extension()
        .is_some_and(|found| MANIFESTS.iter().any(|known| found == *known))
}
