//! The values that a document is made of.

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Where it stands; where nothing is written, an empty place.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind,
    /// How it is written, where that is a bare word that YAML takes for something else than a
    /// string.
    pub(super) bare: Option<Box<str>>,
    /// Whether it is a scalar without quotes.
    pub(super) plain: bool,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A number as go-yaml tells them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    /// One that no `i64` holds.
    Uint(u64),
    Float(f64),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) value: Node,
    /// Whether a merge key brought it in.
    pub(super) merged: bool,
}

/// A key: always a string in the end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// The string that the API server sees.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
    /// How it is written, where that is not how the API server sees it.
    pub(super) misread: Option<Box<str>>,
}

impl Node {
    /// Where to point for this value: at `key` where nothing is written.
    pub(super) fn place(&self, key: Span) -> Span {
        if self.span.start == self.span.end {
            key
        } else {
            self.span
        }
    }
}

impl Kind {
    /// What it is, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

impl Number {
    /// The integer that it is, `80.0` and `1e3` among them: they reach the API server without a
    /// fraction or an exponent.
    pub(super) fn integer(self) -> Option<i64> {
        // Up to here every integer is a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::Int(number) => Some(number),
            Self::Float(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                format!("{number:.0}").parse().ok()
            }
            Self::Uint(_) | Self::Float(_) => None,
        }
    }
}
