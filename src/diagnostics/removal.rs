//! Taking entries out of a list, each with its comma.

use crate::source::Span;

/// For each entry of a list that `goes` the range to take out, so that what stays has its commas
/// right: together, and each alone. One entry has to stay.
///
/// Entries behind one that stays go with all between them and the entry before, the others with all
/// between them and the next. So no two ranges overlap.
pub fn removals(entries: &[(Span, bool)]) -> Vec<Option<Span>> {
    let mut stayed = false;
    let removal = |(at, (span, goes)): (usize, &(Span, bool))| {
        if !goes {
            stayed = true;
            return None;
        }
        let before = at.checked_sub(1).and_then(|at| entries.get(at));
        let next = entries.get(at + 1);
        let (start, end) = match (stayed, before, next) {
            (true, Some((before, _)), _) => (before.end, span.end),
            (false, _, Some((next, _))) => (span.start, next.start),
            _ => (span.start, span.end),
        };
        Some(Span::new(span.file, start, end))
    };
    entries.iter().enumerate().map(removal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// `a, b, c` without the entries in `gone`, all at once.
    fn without(gone: &str) -> String {
        let text = "a, b, c";
        let entries: Vec<_> = text
            .char_indices()
            .filter(|(_, char)| char.is_alphabetic())
            .map(|(at, char)| {
                let at = u32::try_from(at).unwrap();
                (Span::new(FileId(0), at, at + 1), gone.contains(char))
            })
            .collect();
        let mut left = text.to_owned();
        for span in removals(&entries).into_iter().flatten().rev() {
            left.replace_range(span.range(), "");
        }
        left
    }

    #[test]
    fn what_stays_has_its_commas() {
        for (gone, left) in [
            ("", "a, b, c"),
            ("a", "b, c"),
            ("b", "a, c"),
            ("c", "a, b"),
            ("ab", "c"),
            ("ac", "b"),
            ("bc", "a"),
        ] {
            assert_eq!(without(gone), left, "{gone}");
        }
    }
}
