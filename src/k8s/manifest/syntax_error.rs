//! Why a text is no YAML, in words.

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
    let help = line
        .contains("{{")
        .then_some("this looks like a template: read what `helm template` makes of it");
    Explained {
        at,
        message: format!("broken YAML: {}", in_words(said)),
        help,
    }
}

/// What the scanner says, for people.
fn in_words(said: &str) -> &str {
    let said = said.rsplit_once(", ").map_or(said, |(_, what)| what);
    match said {
        "did not find expected ',' or ']'" => "a list in `[` `]` goes on without a `,`",
        "did not find expected ',' or '}'" => "a map in `{` `}` goes on without a `,`",
        "did not find expected key" => "this line is indented as no line before it",
        "mapping values are not allowed in this context" => {
            "a `:` where no key can stand; a value that holds one needs quotes"
        }
        said => said,
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
