//! Templates, of which Helm makes manifests.

/// What begins an action of a template.
pub(super) const OPEN: &str = "{{";

/// Where the first action stands in a text that is no YAML: not in a comment, and not in a string, which
/// may hold templates of another kind.
pub(super) fn begin(text: &str) -> Option<usize> {
    if !text.contains(OPEN) {
        return None;
    }
    let mut at = 0;
    // The quote that is open.
    let mut quote = None;
    // How far the key of a text in lines of its own is indented, while that goes on.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        if block.is_some_and(|key| is_blank || indent > key) {
            at += line.len();
            continue;
        }
        block = None;
        match scan(line, &mut quote) {
            Some(found) => return Some(at + found),
            None if quote.is_none() => block = block_key(line),
            None => {}
        }
        at += line.len();
    }
    None
}

/// The first action on a line; and what quote is open behind it.
fn scan(line: &str, quote: &mut Option<char>) -> Option<usize> {
    // What stands before, blanks apart; a quote begins a string only behind these.
    let mut before = '\n';
    let mut blank = true;
    let mut chars = line.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match (*quote, char) {
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some('\''), '\'') if chars.next_if(|(_, next)| *next == '\'').is_some() => {}
            (Some(open), char) => {
                if open == char {
                    *quote = None;
                }
            }
            (None, '{') if chars.peek().is_some_and(|(_, next)| *next == '{') => return Some(at),
            (None, '#') if blank => return None,
            (None, '"' | '\'') if matches!(before, '\n' | ':' | '-' | '[' | '{' | ',') => {
                *quote = Some(char);
            }
            (None, _) => {}
        }
        blank = char.is_whitespace();
        if !blank {
            before = char;
        }
    }
    None
}

/// How far the key, or dash, is indented that a text in lines of its own follows: `key: |`.
fn block_key(line: &str) -> Option<usize> {
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    let header = line.trim_end_matches(|char: char| matches!(char, '+' | '-' | '0'..='9'));
    let start = header.strip_suffix(['|', '>'])?;
    if !start.ends_with([' ', ':', '-']) {
        return None;
    }
    let mut column = 0;
    let mut rest = start;
    loop {
        let inner = rest.trim_start_matches(' ');
        let indent = column + rest.len() - inner.len();
        match inner.strip_prefix("- ") {
            Some(after) if !after.trim().is_empty() => {
                column = indent + "- ".len();
                rest = after;
            }
            _ => return Some(indent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_outside_of_strings() {
        let templates = [
            "{{- if .Values.on }}\n",
            "a: {{ .b }}",
            "a: x-{{ .b }}",
            "a: \"b\" {{ c }}",
            "a: it's {{ .b }}",
            "a: |\n  {{ b }}\nc: {{ d }}",
            "- a: |\n    x\n  b: {{ c }}",
            "a: [\"b\", {{ c }}]",
            "a: 'b''c' # \"\nd: {{ e }}",
            "a: |\n\n{{ b }}",
        ];
        for text in templates {
            let found = begin(text).unwrap();
            assert_eq!(Some(found), text.rfind(OPEN), "{text}");
        }
        let others = [
            "a: b",
            "# {{ a }}",
            "a: b # {{ c }}",
            "a: \"{{ b }}\"",
            "a: '{{ b }}'",
            "a: 'b''{{ c }}'",
            "a: \"b\\\"{{ c }}\"",
            "a: \"b\n  {{ c }}\"",
            "{\"a\":\"{{b}}\"}",
            "a: |\n  {{ b }}\n\n  {{ c }}",
            "a: >-2\n    {{ b }}",
            "- a: |-\n    {{ b }}",
            "- |\n  {{ b }}",
            "- - a: | # c\n      {{ b }}",
        ];
        for text in others {
            assert_eq!(begin(text), None, "{text}");
        }
    }
}
