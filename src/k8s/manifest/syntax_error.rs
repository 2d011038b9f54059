//! Why a text is no YAML, in words.

/// What the scanner says of a text in quotes whose lines are not indented.
pub(super) const UNINDENTED: &str = "invalid indentation in quoted scalar";

/// What is wrong with a document as a whole.
pub(super) struct Explained {
    /// The place, in bytes.
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

/// Explains what the scanner said of the place `at`.
pub(super) fn explain(text: &str, at: usize, said: &str) -> Explained {
    let at = at.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let line = line.unwrap_or_default();
    let indent: &str = line
        .split(|char: char| !char.is_whitespace())
        .next()
        .unwrap_or_default();
    if let Some(tab) = indent.find('\t') {
        return Explained {
            at: start + tab,
            message: "broken YAML: a tab where the line is indented".to_owned(),
            help: Some("indent with spaces"),
        };
    }
    Explained {
        at,
        message: format!("broken YAML: {}", in_words(said)),
        help: None,
    }
}

/// What the scanner says, for people.
fn in_words(said: &str) -> &str {
    match said {
        "while parsing a flow sequence, expected ',' or ']'" => {
            "a list in `[` `]` lacks a `,` or its end"
        }
        "while parsing a flow mapping, did not find expected ',' or '}'" => {
            "a map in `{` `}` lacks a `,` or its end"
        }
        "while scanning a quoted scalar, found unexpected end of stream" => {
            "nothing closes this quote"
        }
        "while parsing a block mapping, did not find expected key"
        | "while parsing a block collection, did not find expected '-' indicator"
        | "did not find expected <document start>"
        | "invalid indentation" => "this line is not indented as those that it belongs to",
        "mapping values are not allowed in this context" => {
            "a `:` where no key can stand; a value that holds one needs quotes"
        }
        UNINDENTED => "the lines of a text in quotes have to be indented",
        "invalid indentation in flow construct" => {
            "the lines of a list or map in brackets have to be indented"
        }
        "misplaced bracket" => "this bracket closes nothing",
        "while parsing a node, did not find expected node content" => "a value is missing here",
        "while parsing node, found unknown anchor" => "nothing has the anchor of this alias",
        // It would quote the character, of which nobody knows whether it is a secret.
        _ if said.starts_with("unexpected character") => "a character where none like it can stand",
        _ => said.rsplit_once(", ").map_or(said, |(_, what)| what),
    }
}

/// The first character of `text` that YAML does not allow, or about which readers disagree, with
/// what is wrong with it; or a directive.
pub(super) fn unreadable(text: &str) -> Option<(usize, String)> {
    if let Some(at) = directive(text) {
        let message = "broken YAML: kubectl reads no directives, such as `%YAML`";
        return Some((at, message.to_owned()));
    }
    text.char_indices().find_map(|(at, char)| {
        let what = match char {
            '\u{85}' | '\u{2028}' | '\u{2029}' => "ends a line for kubectl, and for nobody else",
            _ if is_readable(char) => return None,
            _ => "may not stand in it",
        };
        let code = u32::from(char);
        Some((
            at,
            format!("broken YAML: the character U+{code:04X} {what}"),
        ))
    })
}

fn is_readable(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        ..' ' | '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// Where the first line that is neither blank nor a comment is a directive. kubectl cuts the text
/// between it and its document, so it can read neither.
fn directive(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let word = line.trim();
        if !word.is_empty() && !word.starts_with('#') {
            return line.starts_with('%').then_some(at);
        }
        at += line.len();
    }
    None
}
