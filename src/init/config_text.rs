//! Texts of several lines: files of properties, ini, YAML, JSON and their like, and scripts.
//!
//! No format is known here. A line that sets something is a setting; what is indented below a line, or
//! stands in a section, belongs together. Other lines are settings without a name.

use crate::init::comments::Uncommented;
use crate::init::setting::Setting;

/// What a text sets, line by line, without its comments.
pub(super) fn settings(text: &str) -> Vec<Setting<'_>> {
    let mut found = Vec::new();
    let mut parts = Parts::default();
    for (line, content) in lines(text) {
        let part = parts.part(line, content);
        let pieces = if content.contains('{') {
            content.split(['{', '}', ',']).collect()
        } else {
            vec![content]
        };
        for piece in pieces {
            let (name, value) = pair(piece);
            if !value.is_empty() {
                found.push(Setting {
                    name,
                    value,
                    part,
                    line,
                });
            }
        }
    }
    found
}

/// The lines of a text without its comments, each with its number from 0.
pub(super) fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut comments = Uncommented::default();
    let mut found = Vec::new();
    for (line, content) in text.lines().enumerate() {
        found.extend(
            comments
                .line(content)
                .into_iter()
                .map(|piece| (line, piece)),
        );
    }
    found
}

/// Which lines belong together.
#[derive(Default)]
struct Parts {
    /// The lines that others are indented below, with their indents.
    above: Vec<(usize, usize)>,
    /// The part of what is not indented: the line of its section.
    section: usize,
}

impl Parts {
    /// The part that a line stands in.
    fn part(&mut self, line: usize, content: &str) -> usize {
        let trimmed = content.trim_start();
        if trimmed.is_empty() {
            return self.section;
        }
        let mut indent = content.len() - trimmed.len();
        if trimmed.starts_with('[') || trimmed.starts_with("---") {
            self.section = line + 1;
            self.above.clear();
            return self.section;
        }
        self.above.retain(|(_, other)| *other < indent);
        // An element of a list is a part of its own.
        if let Some(inner) = trimmed.strip_prefix("- ") {
            self.above.push((line, indent));
            indent += trimmed.len() - inner.trim_start().len();
        }
        let part = self
            .above
            .last()
            .map_or(self.section, |(above, _)| above + 1);
        self.above.push((line, indent));
        part
    }
}

/// The name that a line sets, and its value; of a line that sets nothing the whole is the value.
fn pair(line: &str) -> (&str, &str) {
    let line = line.trim().trim_end_matches(',');
    let line = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let is_of_name =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-' | '/');
    let unquoted = line.trim_start_matches(['"', '\'']);
    let end = unquoted.find(|char| !is_of_name(char));
    let Some((name, rest)) = end.and_then(|end| unquoted.split_at_checked(end)) else {
        return ("", line);
    };
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    let value = match rest.strip_prefix('=') {
        Some(value) => Some(value),
        // `cart:7070` sets nothing.
        None => rest
            .strip_prefix(':')
            .filter(|value| value.is_empty() || value.starts_with([' ', '\t', '"', '\''])),
    };
    match value {
        Some(value) if !name.is_empty() => (name, value.trim()),
        _ => ("", line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let settings = settings(text).into_iter();
        let lines: Vec<String> = settings
            .map(|one| format!("{}/{} {}={}", one.line, one.part, one.name, one.value))
            .collect();
        lines.join("; ")
    }

    #[test]
    fn settings_of_many_formats() {
        let cases = [
            ("a.b=c\nd = e # f", "0/0 a.b=c; 1/0 d=e"),
            (
                "a: b\nc:\n  d: e\n  f: g\nh: i",
                "0/0 a=b; 2/2 d=e; 3/2 f=g; 4/0 h=i",
            ),
            ("x:\n- a: b\n  c: d\n- a: e", "1/2 a=b; 2/2 c=d; 3/4 a=e"),
            ("[a]\nh=x\n[b]\nh=y", "0/1 =[a]; 1/1 h=x; 2/3 =[b]; 3/3 h=y"),
            ("{\"a\": \"b\", \"c\": 5}", "0/0 a=\"b\"; 0/0 c=5"),
            (
                "{\n  \"a\": \"b\",\n  \"c\": 5\n}",
                "1/1 a=\"b\"; 2/1 c=5; 3/0 =}",
            ),
            (
                "proxy_pass http://cart:7070;",
                "0/0 =proxy_pass http://cart:7070;",
            ),
            ("cart:7070", "0/0 =cart:7070"),
            ("export A=b", "0/0 A=b"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
