//! The fields of a struct of the API.

use crate::diagnostics::{Diagnostic, codes, near_word};
use crate::k8s::manifest::node::{Entry, Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::source::Span;

/// A struct of the API: what people call it, and its fields, of which there are few.
pub(super) struct Shape {
    /// `an ingress rule`
    pub(super) name: &'static str,
    pub(super) fields: &'static [&'static str],
}

/// The fields of one value.
pub(super) struct Fields<'n> {
    span: Span,
    entries: &'n [Entry],
}

impl Reader {
    /// The fields of a value of this shape. Unknown ones are reported (V1); `null` has none.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, shape: &Shape) -> Option<Fields<'n>> {
        let entries = match &node.kind {
            Kind::Map(entries) => entries.as_slice(),
            Kind::Null => &[],
            _ => return self.wrong_type(node, shape.name, "a map"),
        };
        for entry in entries {
            if !shape.fields.contains(&entry.key.text.as_str()) {
                let diagnostic = unknown(entry, shape);
                self.report(diagnostic);
            }
        }
        Some(Fields {
            span: node.span,
            entries,
        })
    }
}

impl<'n> Fields<'n> {
    /// The place of the whole value.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The field with its key, be it `null`.
    pub(super) fn entry(&self, name: &str) -> Option<&'n Entry> {
        self.entries.iter().rfind(|entry| entry.key.text == name)
    }

    /// The value of the field; `null` is as good as absent (V5).
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        let value = &self.entry(name)?.value;
        (value.kind != Kind::Null).then_some(value)
    }

    /// The key of a field that is there without a value.
    pub(super) fn empty(&self, name: &str) -> Option<Span> {
        let entry = self.entry(name)?;
        (entry.value.kind == Kind::Null).then_some(entry.key.span)
    }
}

fn unknown(entry: &Entry, shape: &Shape) -> Diagnostic {
    let written = entry.key.misread.as_deref().unwrap_or(&entry.key.text);
    let shown: String = written.chars().take(40).collect();
    let Shape { name, fields } = shape;
    let message = format!("{name} has no field `{shown}`");
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_FIELD, entry.key.span, message);
    if let Some(right) = fields
        .iter()
        .find(|field| field.eq_ignore_ascii_case(written))
    {
        return diagnostic.fix(format!("write `{right}`"), entry.key.span, *right);
    }
    if let Some(right) = near_word(written, fields.iter().copied()) {
        return diagnostic.help(format!("did you mean `{right}`?"));
    }
    let list: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    diagnostic.help(format!("{name} has {}", list.join(", ")))
}
