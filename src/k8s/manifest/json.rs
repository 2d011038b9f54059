//! The values of a JSON text, which kubectl reads as such and not as YAML.
//!
//! The difference shows in escapes (`\/`, surrogates) and in characters that YAML forbids.

use std::ops::Range;

use k8s_openapi::serde::de::IgnoredAny;
use serde_json::Deserializer;

use crate::diagnostics::Diagnostic;
use crate::k8s::manifest::node::{Kind, Node, Number};
use crate::k8s::manifest::tree::Tree;
use crate::source::{FileId, Span};

/// The places of the values of a text that is all JSON: kubectl then takes nothing else from it, be it behind a
/// line `---`.
pub fn json_values(text: &str) -> Option<Vec<Range<usize>>> {
    let rest = text.trim_start_matches('\u{feff}');
    let mark = text.len() - rest.len();
    let found = values(rest)?.into_iter().map(|value| {
        let inner = rest.get(value.clone()).unwrap_or_default();
        let blank = inner.len() - inner.trim_start().len();
        mark + value.start + blank..mark + value.end
    });
    Some(found.collect())
}

/// The places of the values that `text` holds one after the other; `None` where it is not JSON from
/// end to end.
pub(super) fn values(text: &str) -> Option<Vec<Range<usize>>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(value) = values.next() {
        value.ok()?;
        let to = values.byte_offset();
        found.push(from..to);
        from = to;
    }
    Some(found)
}

/// Hands the one value that `text` is, which stands at `start` in the file, to a tree; says why where
/// it is more than can be read.
pub(super) fn feed(
    file: FileId,
    text: &str,
    start: usize,
    tree: &mut Tree<'_>,
) -> Result<(), Diagnostic> {
    let mut tokens = Tokens {
        file,
        text,
        start,
        at: 0,
    };
    tokens.feed(tree)
}

/// The tokens of a text that is known to be JSON.
struct Tokens<'t> {
    file: FileId,
    text: &'t str,
    start: usize,
    at: usize,
}

impl Tokens<'_> {
    fn feed(&mut self, tree: &mut Tree<'_>) -> Result<(), Diagnostic> {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            let length = match byte {
                b'"' => self.string(),
                b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => {
                    self.at += 1;
                    continue;
                }
                b'{' | b'[' | b'}' | b']' => 1,
                _ => self.word(),
            };
            let written = self.text.get(self.at..self.at + length).unwrap_or_default();
            let span = self.span(length);
            self.at += length.max(1);
            match byte {
                b'{' => tree.open_map(span, 0)?,
                b'[' => tree.open_list(span, 0)?,
                b'}' | b']' => tree.close(span),
                _ => {
                    let kind = scalar(written);
                    let bare = !matches!(kind, Kind::String(_));
                    let node = Node {
                        span,
                        kind,
                        bare: bare.then(|| written.into()),
                        plain: false,
                    };
                    tree.scalar(node, 0);
                }
            }
        }
        Ok(())
    }

    /// How long the string is that begins here, its quotes included.
    fn string(&self) -> usize {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            if byte == b'"' && !escaped {
                return at + 2;
            }
            escaped = byte == b'\\' && !escaped;
        }
        rest.len() + 1
    }

    /// How long the number or word is that begins here.
    fn word(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |char: char| char.is_ascii_whitespace() || matches!(char, ',' | ':' | ']' | '}');
        rest.find(ends).unwrap_or(rest.len())
    }

    fn span(&self, length: usize) -> Span {
        let start = self.start + self.at;
        Span::over(self.file, start..start + length)
    }
}

fn scalar(written: &str) -> Kind {
    match written {
        "null" => Kind::Null,
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        _ if written.starts_with('"') => {
            let text: String = serde_json::from_str(written).unwrap_or_default();
            Kind::String(text.into())
        }
        _ => {
            let integer = written.parse().ok().map(Number::Int);
            Kind::Number(
                integer.unwrap_or_else(|| Number::Float(written.parse().unwrap_or(f64::INFINITY))),
            )
        }
    }
}
