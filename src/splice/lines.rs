//! Lines of a text, around a place in it.

/// Where the line begins that `at` is in.
pub(super) fn start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line behind the last character before `at` ends, its line break included.
pub(super) fn end(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    if before.ends_with('\n') {
        return at;
    }
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

/// As [`end`], with the blank lines that follow.
pub(super) fn end_of_blank(text: &str, at: usize) -> usize {
    let mut at = end(text, at);
    let rest = text.get(at..).unwrap_or_default();
    let blank = rest
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty());
    at += blank.map(str::len).sum::<usize>();
    at
}

/// `text` with `first` before its first line, and as many blanks before all others that are not empty.
pub(super) fn indented(text: &str, first: &str, out: &mut String) {
    for (number, line) in text.lines().enumerate() {
        if number == 0 {
            out.push_str(first);
        } else if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', first.chars().count()));
        }
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_its_break() {
        let text = "ab\ncd\n";
        assert_eq!((start(text, 0), start(text, 2), start(text, 4)), (0, 0, 3));
        assert_eq!((end(text, 1), end(text, 3), end(text, 4)), (3, 3, 6));
        assert_eq!(end("ab", 1), 2);
        assert_eq!(end_of_blank("ab\n\n \r\nc\n", 1), 7);
        assert_eq!(end_of_blank("ab\n\n", 1), 4);
    }

    #[test]
    fn behind_a_dash() {
        let mut out = String::new();
        indented("a:\n\n  b\n", "  - ", &mut out);
        assert_eq!(out, "  - a:\n\n      b\n");
    }
}
