//! Patterns for paths: `*`, `?` and `[…]` within a name, and `**` for folders of any depth.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use glob::MatchOptions;

/// What a path below some folder has to look like. What leads to a match matches with all below it, but
/// no wildcard stands for a name that begins with a dot.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// `**`
    Folders,
    /// What one name looks like.
    Name(glob::Pattern),
}

/// A wildcard stands for no dot that a name begins with.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// How much of a pattern the names up to some place can be: the numbers of parts that may come next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Progress(BTreeSet<usize>);

impl Pattern {
    /// What every path matches.
    pub(super) fn everything() -> Self {
        Self::default()
    }

    /// The folder that a pattern starts from, and the rest of it; `None` where `path` is no pattern.
    pub(super) fn split(path: &Path) -> Option<(PathBuf, Self)> {
        let components: Vec<Component<'_>> = path.components().collect();
        let is_wild = |one: &Component<'_>| match one {
            Component::Normal(name) => name.to_str().is_some_and(|name| name.contains(WILD)),
            _ => false,
        };
        let first = components.iter().position(is_wild)?;
        let (folder, rest) = components.split_at(first);
        let parts = rest.iter().map(|one| part(one.as_os_str()));
        let parts = parts.collect::<Option<Vec<Part>>>()?;
        Some((folder.iter().collect(), Self { parts }))
    }

    /// Where a path begins.
    pub(super) fn start(&self) -> Progress {
        self.closed([0])
    }

    /// One name further; `None` where nothing below can match.
    pub(super) fn step(&self, from: &Progress, name: &OsStr) -> Option<Progress> {
        let name = name.to_string_lossy();
        let is_hidden = name.starts_with('.');
        let next = from.0.iter().filter_map(|at| match self.parts.get(*at) {
            None | Some(Part::Folders) => (!is_hidden).then_some(*at),
            Some(Part::Name(part)) => part.matches_with(&name, OPTIONS).then_some(at + 1),
        });
        let next = self.closed(next);
        (!next.0.is_empty()).then_some(next)
    }

    /// Whether a path matches.
    pub(super) fn is_match(&self, progress: &Progress) -> bool {
        progress.0.contains(&self.parts.len())
    }

    /// `**` may be no folder at all.
    fn closed(&self, positions: impl IntoIterator<Item = usize>) -> Progress {
        let mut all = BTreeSet::new();
        for mut at in positions {
            all.insert(at);
            while matches!(self.parts.get(at), Some(Part::Folders)) {
                at += 1;
                all.insert(at);
            }
        }
        Progress(all)
    }
}

const WILD: [char; 3] = ['*', '?', '['];

fn part(name: &OsStr) -> Option<Part> {
    let name = name.to_str()?;
    if name == "**" {
        return Some(Part::Folders);
    }
    // What is no pattern, such as `[a`, stands for itself.
    let part = glob::Pattern::new(name);
    let part = part.or_else(|_| glob::Pattern::new(&glob::Pattern::escape(name)));
    part.ok().map(Part::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, path: &str) -> bool {
        let (folder, pattern) = Pattern::split(Path::new(pattern)).unwrap();
        let Ok(path) = Path::new(path).strip_prefix(folder) else {
            return false;
        };
        let mut names = path.components();
        let end = names.try_fold(pattern.start(), |at, name| {
            pattern.step(&at, name.as_os_str())
        });
        end.is_some_and(|end| pattern.is_match(&end))
    }

    #[test]
    fn what_matches() {
        let right = [
            ("*.yaml", "a.yaml"),
            ("k8s/*", "k8s/a"),
            ("k8s/*", "k8s/a/b.yaml"),
            ("a*b*c", "axbybc"),
            ("a*b*c", "abc"),
            ("?.y[ao]ml", "é.yaml"),
            ("[!a-c]", "d"),
            ("[!]]", "a"),
            ("[]-]x", "-x"),
            ("[a", "[a"),
            ("**", "a/b/c"),
            ("**/x", "x"),
            ("**/x", "a/b/x"),
            ("a/**/**/x", "a/x"),
            ("a/**/b/**/x", "a/1/b/b/2/x"),
            (".h*", ".hidden"),
            ("../*/a", "../k/a"),
        ];
        for (pattern, path) in right {
            assert!(is_match(pattern, path), "{pattern} {path}");
        }
        let wrong = [
            ("*.yaml", "a/b.yaml"),
            ("*.yaml", ".a.yaml"),
            ("**", ".git"),
            ("**", "a/.git/x"),
            ("?a", "a"),
            ("[!a-c]", "b"),
            ("[.]a", ".a"),
            ("a*b*c", "abcd"),
            ("**/x", "a/xy"),
            ("k8s/*", "k9s/a"),
        ];
        for (pattern, path) in wrong {
            assert!(!is_match(pattern, path), "{pattern} {path}");
        }
        assert!(Pattern::split(Path::new("a/b.yaml")).is_none());
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!is_match(&pattern, &"a".repeat(20_000)));
    }
}
