//! The word at a place.

use crate::syntax::lexer::{Kind, Lexer, Token, offset};

/// The word that is being written at a place; empty between words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed {
    /// Offset of its first byte, the quote included.
    pub(super) start: u32,
    /// What stands between the quotes, where there are any; else the word.
    pub(super) held: (u32, u32),
    /// Its quotes.
    pub(super) quotes: Quotes,
    /// Offset behind its last byte, the quote included.
    pub(super) end: u32,
}

/// The quotes around a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// There are none.
    None,
    /// The first only.
    Open,
    /// Both.
    Closed,
}

impl Typed {
    /// The word at `at`; nothing in a comment, and where no word can follow what stands there.
    pub(super) fn at(text: &str, at: u32) -> Option<Self> {
        let before = text.get(..at as usize)?;
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let line = line.max(if text.starts_with('\u{feff}') { 3 } else { 0 });
        let tokens = Lexer::new(text, line).take_while(|token| token.kind != Kind::Newline);
        let mut touching = tokens
            .skip_while(|token| token.end < at)
            .take_while(|token| token.start <= at);
        let (first, second) = (touching.next(), touching.next());
        let Some(first) = first else {
            return Some(Self::none(at));
        };
        match (first, second) {
            (token, next) if token.start < at && token.end == at => match token.kind {
                Kind::Word | Kind::OpenText => Some(Self::of(text, token, at)),
                // No word touches what ends here.
                Kind::Text | Kind::Close(_) | Kind::Star | Kind::Comment => None,
                _ => Some(Self::from(text, next, at)),
            },
            (token, _) if token.start == at => Some(Self::from(text, Some(token), at)),
            (token, _) => match token.kind {
                Kind::Word | Kind::Text | Kind::OpenText => Some(Self::of(text, token, at)),
                _ => None,
            },
        }
    }

    /// The word with all that a label key may hold besides: `app.kubernetes.io/name`.
    pub(super) fn as_key(self, text: &str) -> Self {
        if self.quotes != Quotes::None {
            return self;
        }
        let is_key = |char: char| char.is_ascii_alphanumeric() || "-_./".contains(char);
        let before = text.get(..self.start as usize).unwrap_or("");
        let start = before.trim_end_matches(is_key).len();
        let behind = text.get(self.end as usize..).unwrap_or("");
        let end = self.end as usize + behind.len() - behind.trim_start_matches(is_key).len();
        let (start, end) = (offset(start), offset(end));
        Self {
            start,
            held: (start, end),
            quotes: Quotes::None,
            end,
        }
    }

    fn none(at: u32) -> Self {
        Self {
            start: at,
            held: (at, at),
            quotes: Quotes::None,
            end: at,
        }
    }

    /// The token that begins at `at`, if that is a word.
    fn from(text: &str, token: Option<Token>, at: u32) -> Self {
        match token {
            Some(token) if token.kind == Kind::Word => Self::of(text, token, at),
            _ => Self::none(at),
        }
    }

    fn of(text: &str, token: Token, at: u32) -> Self {
        let quotes = match token.kind {
            Kind::Text => Quotes::Closed,
            Kind::OpenText => Quotes::Open,
            _ => {
                return Self {
                    start: token.start,
                    held: (token.start, token.end),
                    quotes: Quotes::None,
                    end: token.end,
                };
            }
        };
        let last = token.end - u32::from(quotes == Quotes::Closed);
        // What follows a quote that was just opened may be no part of the name.
        let behind = text.get(at as usize..last as usize).unwrap_or("");
        let length = behind.find(char::is_whitespace);
        let (end, quotes) = match length {
            Some(length) => (at + offset(length), Quotes::Open),
            None => (last, quotes),
        };
        Self {
            start: token.start,
            held: (token.start + 1, end),
            quotes,
            end: end + u32::from(quotes == Quotes::Closed),
        }
    }
}
