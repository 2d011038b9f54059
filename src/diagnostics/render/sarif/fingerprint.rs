//! What stays of a result when lines are added above it.

use std::collections::BTreeMap;
use std::hash::Hasher;

use fnv::FnvHasher;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::placement::Placements;
use crate::source::{Source, Sources, Span};

/// How many bytes of a place, and of its line, are looked at.
const LONGEST: usize = 1000;

/// Gives each result a fingerprint: of its code, its file, its line and the words that it is about, and,
/// where these are the same, which of them it is.
#[derive(Default)]
pub(super) struct Fingerprints {
    known: BTreeMap<u64, usize>,
}

impl Fingerprints {
    pub(super) fn of(
        &mut self,
        sources: &Sources,
        placements: &Placements,
        diagnostic: &Diagnostic,
    ) -> String {
        let span = diagnostic.primary.span;
        let mut hasher = FnvHasher::default();
        let mut add = |part: &str| {
            hasher.write(part.as_bytes());
            // In no UTF-8, so that parts stay apart.
            hasher.write(&[0xff]);
        };
        add(diagnostic.code.id);
        add(placements.of(span.file).path());
        // A hash of a secret tells whether a guess is right.
        if let Some(source) = sources.get(span.file).filter(|_| !diagnostic.is_private) {
            add(beginning(source, span.start as usize, span.end as usize));
            // Beside a place of a manifest a secret may stand on the same line.
            if !source.is_manifest {
                add(line(source, span));
            }
        }
        let hash = hasher.finish();
        let count = self.known.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}:{count}")
    }
}

/// The line where a place begins, without the space around it.
fn line(source: &Source, span: Span) -> &str {
    let start = source.lines().start(source.lines().line(span.start)) as usize;
    let text = beginning(source, start, source.text.len());
    text.lines().next().unwrap_or("").trim()
}

/// The first bytes of a range, up to a border of characters.
fn beginning(source: &Source, start: usize, end: usize) -> &str {
    let longest = end.min(start.saturating_add(LONGEST));
    let mut ends = (start..=longest).rev();
    ends.find_map(|end| source.text.get(start..end))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::diagnostics::render::placement::Placement;

    fn fingerprints(text: &str, is_manifest: bool, found: &[(u32, u32, bool)]) -> Vec<String> {
        let mut sources = Sources::default();
        let file = if is_manifest {
            sources.add_manifest("a", text)
        } else {
            sources.add("a", text)
        };
        let placements = Placements::new(vec![Placement::Below("a".to_owned())]);
        let mut all = Fingerprints::default();
        let found = found.iter().map(|(start, end, is_private)| {
            let span = Span::new(file, *start, *end);
            let mut wrong = Diagnostic::new(&codes::UNKNOWN_NAME, span, "wrong");
            wrong.is_private = *is_private;
            all.of(&sources, &placements, &wrong)
        });
        found.collect()
    }

    #[test]
    fn equal_lines_are_counted_and_others_differ() {
        let found = fingerprints(
            "a b\na b\n  c b\n",
            false,
            &[(2, 3, false), (6, 7, false), (12, 13, false), (0, 1, false)],
        );
        let [first, second, third, fourth] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
        assert!(first != third && third != fourth && first != fourth);
        assert_eq!(
            fingerprints("\n\t c b", false, &[(5, 6, false)]),
            std::slice::from_ref(third)
        );
        assert_eq!(first, "3755f24b2a0f2e5f:1");
    }

    #[test]
    fn what_is_private_is_not_in_it() {
        let private = |text: &str| fingerprints(text, true, &[(0, 2, true)]);
        assert_eq!(private("ab"), private("cd"));
        let beside = |text: &str| fingerprints(text, true, &[(0, 1, false)]);
        assert_eq!(beside("a, b"), beside("a, c"));
        assert_ne!(beside("a, b"), beside("b, b"));
    }

    #[test]
    fn long_lines_cost_little_and_characters_stay_whole() {
        let text = "é".repeat(5000);
        assert_eq!(fingerprints(&text, false, &[(0, 10_000, false)]).len(), 1);
        assert_eq!(fingerprints("", false, &[(0, 0, false)]).len(), 1);
    }
}
