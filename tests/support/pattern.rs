//! Expected output with holes.

/// Whether `text` is `pattern`, where `[..]` stands for anything within a line, and a line `[...]`
/// for any number of lines.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<_> = pattern.split('\n').collect();
    let text: Vec<_> = text.split('\n').collect();
    match pattern
        .split(|line| *line == "[...]")
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => false,
        [all] => same(all, &text),
        [first, between @ .., last] => {
            if text.len() < first.len() + last.len() {
                return false;
            }
            let (start, rest) = text.split_at(first.len());
            let (mut rest, end) = rest.split_at(rest.len() - last.len());
            for part in between {
                let starts = 0..=rest.len().saturating_sub(part.len());
                let Some(at) = starts.clone().find(|at| {
                    rest.get(*at..at + part.len())
                        .is_some_and(|lines| same(part, lines))
                }) else {
                    return false;
                };
                rest = &rest[at + part.len()..];
            }
            same(first, start) && same(last, end)
        }
    }
}

fn same(pattern: &[&str], text: &[&str]) -> bool {
    let line = |(pattern, text): (&&str, &&str)| line_matches(pattern, text);
    pattern.len() == text.len() && pattern.iter().zip(text).all(line)
}

fn line_matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once("[..]") else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<_> = rest.split("[..]").collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        let Some((_, after)) = text.split_once(part) else {
            return false;
        };
        text = after;
    }
    text.ends_with(last)
}

mod tests {
    use super::matches;

    #[test]
    fn holes_are_filled_and_nothing_else() {
        assert!(matches("a [..] c\n", "a b c\n"));
        assert!(!matches("a [..] c\n", "a b\n c\n"));
        assert!(matches("a\n[...]\nd\n", "a\nb\nc\nd\n"));
        assert!(matches("a\n[...]\nd\n", "a\nd\n"));
        assert!(matches("a\n[...]\nc\n[...]\n", "a\nb\nc\n"));
        assert!(!matches("a\n[...]\nx\n[...]\n", "a\nb\nc\n"));
        assert!(!matches("a\n", "a\nb\n"));
        assert!(!matches("", "a"));
        assert!(!matches("a[..]a", "a"));
    }
}
