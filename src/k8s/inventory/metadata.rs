//! The `metadata` of an object, as far as it matters here.

use smol_str::SmolStr;

use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Node, Object, Reader};
use crate::source::Span;

/// How an object is called.
pub(super) struct Metadata<'n> {
    /// All of it.
    pub(super) node: &'n Node,
    /// The name; where the API server is to make one up, what it begins with.
    pub(super) name: SmolStr,
    /// What a made-up name begins with, be it that there is one already.
    pub(super) stem: Option<SmolStr>,
    /// The namespace that is written; empty where none is.
    pub(super) namespace: SmolStr,
    /// Where the name stands.
    pub(super) place: Span,
}

/// The metadata of an object; nothing, with a reason, where it has no name.
pub(super) fn metadata<'n>(reader: &mut Reader, object: &Object<'n>) -> Option<Metadata<'n>> {
    let before = reader.diagnostics.len();
    let found = fields::map(reader, object.node, "metadata").and_then(|node| {
        let stem = fields::word(reader, node, "generateName");
        let stem = stem.map(|stem| SmolStr::new(stem.trim_end_matches('-')));
        let name = fields::word(reader, node, "name").or_else(|| stem.clone())?;
        let written = node.get("name").or_else(|| node.get("generateName"));
        Some(Metadata {
            node,
            name,
            stem,
            namespace: fields::word(reader, node, "namespace").unwrap_or_default(),
            place: written.map_or(node.span, |node| node.span),
        })
    });
    if found.is_none() && !reader.has_errors_since(before) {
        let message = format!("a {} needs `metadata` with a `name`", object.kind);
        reader.missing(object.node.first_key(), message);
    }
    found
}
