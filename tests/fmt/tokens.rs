//! Programs as tokens, and what may stand between them: written by the documentation, and knowing nothing of
//! how the compiler cuts or formats a text.

/// The words that start a statement where they start a line.
pub(crate) const KEYWORDS: [&str; 14] = [
    "use",
    "manifests",
    "namespace",
    "label",
    "prefix",
    "workload",
    "network",
    "service",
    "group",
    "allow",
    "deny",
    "expect",
    "isolate",
    "default",
];

/// A token, and the gap before it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// The blanks, line ends and comments before it.
    pub(crate) gap: String,
    /// Whether it is the first of a statement.
    pub(crate) first: bool,
    /// Whether blanks may stand before it.
    pub(crate) blanks: bool,
    /// Whether line ends and comments may stand before it.
    pub(crate) lines: bool,
    /// The brackets that are open before it.
    pub(crate) open: Vec<char>,
}

/// A program without a mistake: its tokens, and what stands behind the last.
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) rest: String,
}

pub(crate) fn tokens(text: &str) -> Tokens {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        let (gap, behind) = rest.split_at(gap_length(rest));
        if behind.is_empty() {
            return Tokens {
                tokens,
                rest: gap.to_owned(),
            };
        }
        let (token, behind) = behind.split_at(token_length(behind));
        rest = behind;
        let last = tokens.last().map_or("", |last| &last.text);
        let hangs = [",", "->"].contains(&last);
        let first = tokens.is_empty() || (open.is_empty() && !hangs && gap.contains('\n'));
        let marks = |one: &str| ["/", ":"].contains(&one);
        let inside = !open.is_empty() && !marks(last) && !marks(token);
        tokens.push(Token {
            first,
            blanks: first
                || !gap.is_empty()
                || inside
                || hangs
                || [",", "->", "="].contains(&token)
                || last == "=",
            lines: !first && (inside || hangs),
            text: token.to_owned(),
            gap: gap.to_owned(),
            open: open.clone(),
        });
        match token {
            "(" | "[" => open.extend(token.chars()),
            ")" | "]" => open.truncate(open.len() - 1),
            _ => {}
        }
    }
}

impl Token {
    /// Whether a line must not begin with it, unless a statement does.
    pub(crate) fn is_keyword(&self) -> bool {
        KEYWORDS.contains(&self.text.as_str())
    }
}

impl Tokens {
    pub(crate) fn text(&self) -> String {
        let tokens = self.tokens.iter();
        let text: String = tokens
            .flat_map(|one| [one.gap.as_str(), &one.text])
            .collect();
        text + &self.rest
    }
}

fn gap_length(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        if !rest.starts_with('#') {
            return text.len() - rest.len();
        }
        rest = rest.find('\n').map_or("", |end| rest.split_at(end).1);
    }
}

fn token_length(text: &str) -> usize {
    if let Some(inside) = text.strip_prefix('"') {
        let mut escaped = false;
        for (at, char) in inside.char_indices() {
            match char {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return at + 2,
                _ => {}
            }
        }
        panic!("no end: {text}");
    }
    for mark in ["->", "==", "!="] {
        if text.starts_with(mark) {
            return mark.len();
        }
    }
    address_length(text).unwrap_or_else(|| word_length(text).max(1))
}

/// An IPv6 address, in brackets or without.
fn address_length(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix('[') {
        let (inside, _) = inside.split_once(']')?;
        let (digits, _) = inside.split_once(':')?;
        let is_address = digits.chars().all(|char| char.is_ascii_hexdigit());
        return is_address.then_some(inside.len() + 2);
    }
    let is_part = |char: char| char.is_ascii_hexdigit() || [':', '.'].contains(&char);
    let end = text.find(|char| !is_part(char)).unwrap_or(text.len());
    let (address, rest) = text.split_at(end);
    let is_address = address.contains("::") || address.matches(':').count() >= 7;
    let prefix = rest.strip_prefix('/');
    is_address.then_some(end + prefix.map_or(0, |length| 1 + word_length(length)))
}

fn word_length(text: &str) -> usize {
    let is_part = |char: char| char.is_alphanumeric() || ['-', '_', '.'].contains(&char);
    let end = text.find(|char| !is_part(char)).unwrap_or(text.len());
    let arrow = text.find("->").unwrap_or(end);
    end.min(arrow)
}
