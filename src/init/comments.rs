//! Comments in files, of whatever format: what stands in them counts for nothing.

/// What begins a comment where a line begins.
const LINES: [&str; 5] = ["#", "//", ";", "!", "-- "];

/// What begins a comment behind a blank.
const ENDS: [&str; 2] = ["#", "// "];

/// What stands around a comment of several lines.
const BLOCKS: [(&str, &str); 2] = [("/*", "*/"), ("<!--", "-->")];

/// The lines of a text, with what they say beside comments.
#[derive(Default)]
pub(super) struct Uncommented {
    /// The end of the comment that the last line left open.
    open: Option<&'static str>,
}

impl Uncommented {
    /// The parts of the next line that are no comment.
    pub(super) fn line<'t>(&mut self, line: &'t str) -> Vec<&'t str> {
        let mut parts = Vec::new();
        let mut rest = line;
        if self.open.is_none() && LINES.iter().any(|mark| rest.trim_start().starts_with(mark)) {
            return parts;
        }
        loop {
            if let Some(end) = self.open {
                let Some((_, behind)) = rest.split_once(end) else {
                    return parts;
                };
                self.open = None;
                rest = behind;
            }
            match opening(rest) {
                Opening::None => {
                    parts.push(rest);
                    return parts;
                }
                Opening::Line(before) => {
                    parts.push(before);
                    return parts;
                }
                Opening::Block(before, behind, end) => {
                    parts.push(before);
                    self.open = Some(end);
                    rest = behind;
                }
            }
        }
    }
}

/// The first comment of a line.
enum Opening<'t> {
    None,
    /// To the end of the line, with what stands before it.
    Line(&'t str),
    /// To some mark, with what stands before and behind its beginning.
    Block(&'t str, &'t str, &'static str),
}

fn opening(line: &str) -> Opening<'_> {
    let mut quoted = false;
    let mut before = ' ';
    for (at, char) in line.char_indices() {
        if char == '"' {
            quoted = !quoted;
        }
        let (head, rest) = line.split_at_checked(at).unwrap_or((line, ""));
        if !quoted && before.is_whitespace() {
            if ENDS.iter().any(|mark| rest.starts_with(mark)) {
                return Opening::Line(head);
            }
            let block = BLOCKS.iter().find(|(start, _)| rest.starts_with(start));
            if let Some((start, end)) = block {
                let behind = rest.get(start.len()..).unwrap_or_default();
                return Opening::Block(head, behind, end);
            }
        }
        before = char;
    }
    Opening::None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let mut comments = Uncommented::default();
        let lines = text.split('\n').map(|line| comments.line(line).concat());
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_left() {
        let cases = [
            ("a # b", "a "),
            ("  # b\nc", "\nc"),
            ("http://a:1/#b", "http://a:1/#b"),
            ("url = \"a # b\" # c", "url = \"a # b\" "),
            ("; a\n! b\n// c\n-- d\n--- e", "\n\n\n\n--- e"),
            ("a /* b */ c", "a  c"),
            ("a /* b\nc\nd */ e", "a \n\n e"),
            ("x <!-- y -->", "x "),
            ("/etc/*.conf", "/etc/*.conf"),
        ];
        for (text, expected) in cases {
            assert_eq!(kept(text), expected, "{text}");
        }
    }
}
