//! Tokens: what cutting a text into statements, and explaining a broken one, needs to know of it.
//!
//! The lexer accepts every text. It knows strings and comments, keeps arrows out of words, and joins
//! what people write for an arrow into one token. It judges nothing; that is the grammar's part.

/// One token: a kind and a range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Offset of its first byte.
    pub(super) start: u32,
    /// Offset behind its last byte.
    pub(super) end: u32,
}

impl Token {
    /// The token's own text, out of the whole.
    pub(super) fn text(self, whole: &str) -> &str {
        whole
            .get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// Whether `next` follows without a gap.
    pub(super) fn touches(self, next: Token) -> bool {
        self.end == next.start
    }
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters and digits of any script, `-`, `_`, `.`
    Word,
    /// `"…"`
    Text,
    /// `"…` without the closing quote, to the end of the line
    OpenText,
    /// `->`
    Arrow,
    /// What people write for `->`
    WrongArrow,
    /// `(` or `[`
    Open(Bracket),
    /// `)` or `]`
    Close(Bracket),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `/`
    Slash,
    /// One or more `=`
    Equals,
    /// `*`
    Star,
    /// `!`
    Bang,
    /// `# …` to the end of the line
    Comment,
    /// The end of a line
    Newline,
    /// Any other character
    Other,
}

/// The kinds of bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
}

/// Reads tokens from a text, spaces and tabs left out.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at the byte `at`, which is on a character boundary and in no string or comment.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips blanks, and the CR of a line's or the text's end.
    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let blank = match byte {
                b' ' | b'\t' => true,
                b'\r' => matches!(bytes.get(self.at + 1), None | Some(b'\n')),
                _ => false,
            };
            if !blank {
                break;
            }
            self.at += 1;
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '\n' => (Kind::Newline, 1),
            '#' => (Kind::Comment, line_length(rest)),
            '"' => string(rest),
            '(' => (Kind::Open(Bracket::Round), 1),
            ')' => (Kind::Close(Bracket::Round), 1),
            '[' => (Kind::Open(Bracket::Square), 1),
            ']' => (Kind::Close(Bracket::Square), 1),
            ',' => (Kind::Comma, 1),
            ':' => (Kind::Colon, 1),
            '/' => (Kind::Slash, 1),
            '*' => (Kind::Star, 1),
            '!' => (Kind::Bang, 1),
            _ => arrow_or_word(rest, first),
        };
        let start = self.at;
        self.at += length;
        Some(Token {
            kind,
            start: offset(start),
            end: offset(self.at),
        })
    }
}

/// A text's offset as spans hold it. Longer texts are refused before they are parsed.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The length of the line that `text` starts with, without its end.
fn line_length(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or("");
    line.strip_suffix('\r').unwrap_or(line).len()
}

fn string(text: &str) -> (Kind, usize) {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (Kind::Text, at + 1),
            _ => {}
        }
    }
    (Kind::OpenText, line_length(text))
}

fn arrow_or_word(text: &str, first: char) -> (Kind, usize) {
    if let Some(length) = drawn_arrow(text) {
        let kind = if text.starts_with("->") {
            Kind::Arrow
        } else {
            Kind::WrongArrow
        };
        return (kind, length);
    }
    if first == '=' {
        return (Kind::Equals, shaft(text));
    }
    // A run is one token, so that no part of it is read twice.
    match word(text) {
        0 => (Kind::Other, shaft(text).max(first.len_utf8())),
        length => (Kind::Word, length),
    }
}

/// The length of the arrow, right or wrong, that `text` starts with.
fn drawn_arrow(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if matches!(
        first,
        '→' | '⇒'
            | '⟶'
            | '⟹'
            | '➔'
            | '➜'
            | '➝'
            | '➞'
            | '←'
            | '⇐'
            | '↔'
            | '⇔'
            | '⟵'
            | '⟷'
    ) {
        return Some(first.len_utf8());
    }
    let back = usize::from(first == '<');
    let behind = text.get(back..)?;
    let shaft = shaft(behind);
    let head = usize::from(behind.get(shaft..)?.starts_with('>'));
    (shaft > 0 && back + head > 0).then_some(back + shaft + head)
}

/// The length of the run of one dash, `=` or `~` that `text` starts with.
fn shaft(text: &str) -> usize {
    match text.chars().next() {
        Some(first) if is_dash(first) || matches!(first, '=' | '~') => run(text, |c| c == first),
        _ => 0,
    }
}

/// A dash or something that looks like one.
pub(super) fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－'
    )
}

/// The length of the word that `text` starts with: up to the dashes of an arrow.
fn word(text: &str) -> usize {
    let mut length = 0;
    let mut dashes = 0;
    for character in text.chars() {
        if character == '-' {
            dashes += 1;
        } else if character.is_alphanumeric() || matches!(character, '_' | '.') {
            length += dashes + character.len_utf8();
            dashes = 0;
        } else if character == '>' {
            return length;
        } else {
            break;
        }
    }
    length + dashes
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|character| !of(character)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(Kind, &str)> {
        Lexer::new(text, 0)
            .map(|token| (token.kind, token.text(text)))
            .collect()
    }

    #[test]
    fn an_arrow_is_no_part_of_a_word() {
        assert_eq!(
            tokens("a-b->c"),
            [(Kind::Word, "a-b"), (Kind::Arrow, "->"), (Kind::Word, "c")]
        );
        assert_eq!(
            tokens("a-->c--"),
            [
                (Kind::Word, "a"),
                (Kind::WrongArrow, "-->"),
                (Kind::Word, "c--")
            ]
        );
    }

    #[test]
    fn wrong_arrows_are_one_token() {
        for arrow in [
            "=>", "==>", "-->", "<-", "<->", "<=", "<=>", "→", "⇒", "–>", "~>",
        ] {
            assert_eq!(tokens(arrow), [(Kind::WrongArrow, arrow)], "{arrow}");
        }
    }

    #[test]
    fn a_string_ends_with_its_line() {
        assert_eq!(
            tokens("\"a # \\\" b\" \"c # d\r\n#e"),
            [
                (Kind::Text, "\"a # \\\" b\""),
                (Kind::OpenText, "\"c # d"),
                (Kind::Newline, "\n"),
                (Kind::Comment, "#e")
            ]
        );
    }
}
