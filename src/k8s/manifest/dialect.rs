//! Where kubectl's YAML is narrower than the scanner's.
//!
//! go-yaml v2 is a YAML 1.1 reader, the scanner here one of 1.2: it takes some texts that kubectl
//! refuses, or reads otherwise. Each function looks at one such place.

use std::ops::Range;

/// A place where the two part, and why.
pub(super) struct Departure {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What is wrong, to stand behind `broken YAML: `.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// A tab before a value that begins its line, or behind the dash before it; outside brackets.
pub(super) fn tab(text: &str, start: usize) -> Option<Departure> {
    let before = text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let indent = before.get(line..)?;
    let mut bytes = indent.bytes();
    if !bytes.all(|byte| matches!(byte, b' ' | b'\t' | b'-')) {
        return None;
    }
    let at = line + indent.find('\t')?;
    Some(Departure {
        range: at..at + 1,
        message: "a tab where the line is indented",
        help: "indent with spaces",
    })
}

/// A scalar within brackets: one without quotes may hold less there, and a key has to stand on one
/// line, with a blank behind its colon unless it has quotes.
pub(super) fn in_brackets(text: &str, range: Range<usize>, plain: bool) -> Option<Departure> {
    let written = text.get(range.clone())?;
    let after = text.get(range.end..)?;
    let colon = after.trim_start().strip_prefix(':');
    let gap = after.len() - after.trim_start().len();
    let key = text.get(range.start..range.end + gap)?;
    let is_odd = plain && (written.starts_with([':', '|', '>']) || written.contains('?'));
    let is_broken = colon.is_some() && key.contains('\n');
    let ends_oddly =
        plain && colon.is_some_and(|rest| rest.starts_with([':', ',', '[', ']', '{', '}']));
    (is_odd || is_broken || ends_oddly).then_some(Departure {
        range,
        message: "kubectl does not read this in brackets",
        help: "put it in quotes, on one line, and a blank behind the `:` of a key",
    })
}

/// An escape of JSON, and of YAML 1.2, in a scalar in double quotes.
pub(super) fn escape(text: &str, range: Range<usize>) -> Option<Departure> {
    let start = range.start;
    let mut escaped = false;
    for (at, char) in text.get(range)?.char_indices() {
        if escaped && char == '/' {
            return Some(Departure {
                range: start + at - 1..start + at + 1,
                message: "kubectl knows no escape `\\/`",
                help: "write `/`",
            });
        }
        escaped = !escaped && char == '\\';
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs() {
        let at = |text: &str| tab(text, text.len()).map(|one| one.range.start);
        assert_eq!(at("a:\n\t"), Some(3));
        assert_eq!(at("a:\n  - \t"), Some(7));
        assert_eq!(at("\t- "), Some(0));
        assert_eq!(at("a:\t"), None);
        assert_eq!(at("a:\n  "), None);
    }

    #[test]
    fn brackets() {
        let is_odd = |before: &str, word: &str, after: &str| {
            let text = format!("{before}{word}{after}");
            let range = before.len()..before.len() + word.len();
            in_brackets(&text, range, !word.starts_with('"')).is_some()
        };
        assert!(is_odd("[", "::/0", "]"));
        assert!(is_odd("[", "what?", "]"));
        assert!(is_odd("[", "Ingress", ":]"));
        assert!(is_odd("{", "name", ":: a}"));
        assert!(is_odd("{", "a\n b", ": c}"));
        assert!(is_odd("{", "\"a\n b\"", ": c}"));
        assert!(is_odd("{", "a", "\n: c}"));
        assert!(!is_odd("{", "\"a\"", ":{}}"));
        assert!(!is_odd("{", "name", ": a}"));
        assert!(!is_odd("[", "10.0.0.0/8", ", a]"));
        assert!(!is_odd("[", "a\n b", ", c]"));
    }

    #[test]
    fn escapes() {
        let at = |text: &str| escape(text, 0..text.len()).map(|one| one.range.start);
        assert_eq!(at(r#""a\/b""#), Some(2));
        assert_eq!(at(r#""a\\/b""#), None);
        assert_eq!(at(r#""a\n/""#), None);
    }
}
