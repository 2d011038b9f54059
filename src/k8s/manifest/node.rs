//! The values that a document is made of.

use smol_str::SmolStr;

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::k8s) struct Node {
    /// Where it stands; where nothing is written, an empty place.
    pub(in crate::k8s) span: Span,
    /// What it is.
    pub(in crate::k8s) kind: Kind,
    /// How it is written, where that is a bare word that YAML takes for something else than a
    /// string.
    pub(in crate::k8s) bare: Option<SmolStr>,
    /// Whether it is a scalar without quotes.
    pub(in crate::k8s) plain: bool,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::k8s) enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    String(SmolStr),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A number as go-yaml tells them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::k8s) enum Number {
    Int(i64),
    /// One that no `i64` holds.
    Uint(u64),
    Float(f64),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::k8s) struct Entry {
    pub(in crate::k8s) key: Key,
    pub(in crate::k8s) value: Node,
    /// Whether a merge key brought it in.
    pub(in crate::k8s) merged: bool,
}

/// A key: always a string in the end.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::k8s) struct Key {
    /// The string that the API server sees.
    pub(in crate::k8s) text: SmolStr,
    /// Where it stands.
    pub(in crate::k8s) span: Span,
    /// How it is written, where that is not how the API server sees it.
    pub(in crate::k8s) misread: Option<SmolStr>,
}

impl Node {
    /// Where to point for this value: at `key` where nothing is written.
    pub(in crate::k8s) fn place(&self, key: Span) -> Span {
        if self.span.start == self.span.end {
            key
        } else {
            self.span
        }
    }

    /// The first key of an object: what to point at for what it lacks.
    pub(in crate::k8s) fn first_key(&self) -> Span {
        match &self.kind {
            Kind::Map(entries) => entries.first().map_or(self.span, |entry| entry.key.span),
            _ => self.span,
        }
    }

    /// The value of a field, be it `null`; of equal keys the last one counts, as for kubectl.
    pub(in crate::k8s) fn field(&self, name: &str) -> Option<&Node> {
        field(self.entries(), name)
    }

    /// The value of a field; `null` is as good as absent (V5).
    pub(in crate::k8s) fn get(&self, name: &str) -> Option<&Node> {
        self.field(name).filter(|node| node.kind != Kind::Null)
    }

    /// The entries of a map; anything else has none.
    pub(in crate::k8s) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// The last of the entries with this key.
pub(in crate::k8s) fn field<'n>(entries: &'n [Entry], name: &str) -> Option<&'n Node> {
    let entry = entries.iter().rfind(|entry| entry.key.text == name);
    entry.map(|entry| &entry.value)
}

impl Kind {
    /// What it is, in words.
    pub(in crate::k8s) fn words(&self) -> &'static str {
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
    pub(in crate::k8s) fn integer(self) -> Option<i64> {
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
