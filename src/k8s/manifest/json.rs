//! The values of a JSON text, which kubectl reads as such and not as YAML.
//!
//! The difference shows in escapes (`\/`, surrogates) and in characters that YAML forbids.

use k8s_openapi::serde::de::IgnoredAny;
use serde_json::Deserializer;

use crate::diagnostics::Diagnostic;
use crate::k8s::manifest::node::{Kind, Node, Number};
use crate::k8s::manifest::tree::Tree;
use crate::source::{FileId, Span};

/// The objects that `text` holds one after the other, which stands at `start` in the file; `None`
/// where it is not JSON from end to end.
pub(super) fn read(
    file: FileId,
    text: &str,
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Node>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut nodes = Vec::new();
    let mut from = 0;
    while let Some(value) = values.next() {
        value.ok()?;
        let to = values.byte_offset();
        let mut tree = Tree::new(file);
        let mut tokens = Tokens {
            file,
            text: text.get(from..to)?,
            start: start + from,
            at: 0,
        };
        if let Err(diagnostic) = tokens.feed(&mut tree) {
            diagnostics.push(diagnostic);
            return Some(nodes);
        }
        let (root, wrong) = tree.finish();
        diagnostics.extend(wrong);
        nodes.extend(root);
        from = to;
    }
    Some(nodes)
}

/// The tokens of a text that is known to be JSON.
struct Tokens<'t> {
    file: FileId,
    text: &'t str,
    start: usize,
    at: usize,
}

impl Tokens<'_> {
    fn feed(&mut self, tree: &mut Tree) -> Result<(), Diagnostic> {
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
        let at = |offset: usize| u32::try_from(self.start + offset).unwrap_or(u32::MAX);
        Span::new(self.file, at(self.at), at(self.at + length))
    }
}

fn scalar(written: &str) -> Kind {
    match written {
        "null" => Kind::Null,
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        _ if written.starts_with('"') => {
            Kind::String(serde_json::from_str(written).unwrap_or_default())
        }
        _ => {
            let integer = written.parse().ok().map(Number::Int);
            Kind::Number(
                integer.unwrap_or_else(|| Number::Float(written.parse().unwrap_or(f64::INFINITY))),
            )
        }
    }
}
