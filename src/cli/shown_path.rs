//! How paths are written for people.

use std::path::{Component, Path, PathBuf};

/// `path` as seen from the folder `here`, both canonical. Unchanged where they share no folder but
/// the root.
pub(super) fn relative(path: &Path, here: &Path) -> PathBuf {
    let shared = path.components().zip(here.components());
    let shared = shared.take_while(|(one, other)| one == other).count();
    let shares_folder = here
        .components()
        .take(shared)
        .any(|component| matches!(component, Component::Normal(_)));
    if !shares_folder {
        return path.to_path_buf();
    }
    let up = here.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// `path` with `/` between its parts on every system.
pub(super) fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|component| component.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// As [`with_slashes`]; one from the root of a file system as that writes it.
pub(super) fn with_slashes_or_root(path: &Path) -> String {
    if path.is_absolute() {
        path.display().to_string()
    } else {
        with_slashes(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_goes_up_as_far_as_it_must() {
        let from =
            |path: &str, here: &str| with_slashes(&relative(Path::new(path), Path::new(here)));
        assert_eq!(from("/a/b/c.netpol", "/a/b"), "c.netpol");
        assert_eq!(from("/a/common.netpol", "/a/b/c"), "../../common.netpol");
        assert_eq!(from("/a/x/d.netpol", "/a/b"), "../x/d.netpol");
        assert_eq!(
            relative(Path::new("/x/d"), Path::new("/a/b")),
            Path::new("/x/d")
        );
    }
}
