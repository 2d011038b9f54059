//! The `metadata` of an object, as far as it matters here.

use smol_str::SmolStr;

use crate::diagnostics::codes;
use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Node, Object, Reader};
use crate::k8s::{dns_label, dns_subdomain};
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
        let place = node.get("name").or_else(|| node.get("generateName"))?.span;
        if let Err(reason) = dns_subdomain(&name) {
            let what = "cannot be the name of an object";
            reader.ill(&codes::INVALID_OBJECT_NAME, place, &name, what, &reason);
        }
        Some(Metadata {
            node,
            name,
            stem,
            namespace: namespace(reader, node).unwrap_or_default(),
            place,
        })
    });
    if found.is_none() && !reader.has_errors_since(before) {
        let message = format!("a {} needs `metadata` with a `name`", object.kind);
        reader.missing(object.node.first_key(), message);
    }
    found
}

fn namespace(reader: &mut Reader, metadata: &Node) -> Option<SmolStr> {
    let name = fields::word(reader, metadata, "namespace")?;
    let place = metadata.get("namespace")?.span;
    if let Err(reason) = dns_label(&name) {
        let what = "can be no namespace";
        reader.ill(&codes::INVALID_NAMESPACE, place, &name, what, &reason);
    }
    Some(name)
}
