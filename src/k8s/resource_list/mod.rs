//! What a KRM function is handed: a `ResourceList` with objects, and the configuration of the function.
//!
//! The [specification](https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md)
//! leaves the form of the configuration to the function. This one's is a `ConfigMap`: each key that ends in
//! `.netpol` is a file. The items are read where all manifests are; nothing here looks at them.

mod config;

pub use config::{Config, Program};

use crate::diagnostics::{Diagnostic, codes, has_errors};
use crate::k8s::manifest::{Kind, Node, Reader, root};
use crate::source::{FileId, Span};

const GROUP: &str = "config.kubernetes.io/";
const KIND: &str = "ResourceList";

/// A `ResourceList`, with the places of its parts.
#[derive(Clone, Debug)]
pub struct ResourceList {
    /// All of it.
    pub span: Span,
    /// Its first key.
    pub first: Span,
    /// The objects.
    pub items: Option<Field>,
    /// Each of them, be it a list itself.
    pub entries: Vec<Span>,
    /// What an earlier function had to say.
    pub results: Option<Field>,
    /// The configuration of the function.
    pub config: Config,
}

/// The place of a field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub key: Span,
    /// Its value; empty where nothing is written.
    pub value: Span,
}

/// Reads a `ResourceList`; `Err` with what is wrong with it.
///
/// # Errors
/// Why it cannot be used: it is broken, something else, or its configuration is not one.
pub fn resource_list(file: FileId, text: &str) -> Result<ResourceList, Vec<Diagnostic>> {
    let (node, entries) = root(file, text)?;
    let mut reader = Reader::default();
    let list = read(&mut reader, &node, entries);
    match list {
        Some(list) if !has_errors(&reader.diagnostics) => Ok(list),
        _ => Err(reader.diagnostics),
    }
}

fn read(reader: &mut Reader, node: &Node, mut entries: Vec<Span>) -> Option<ResourceList> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader.wrong_type(node, "what a function is handed", "a map");
    }
    let is_word = |name: &str, is: &dyn Fn(&str) -> bool| match node.get(name).map(|one| &one.kind)
    {
        Some(Kind::String(word)) => is(word),
        _ => false,
    };
    if !is_word("kind", &|kind| kind == KIND)
        || !is_word("apiVersion", &|version| version.starts_with(GROUP))
    {
        let message = format!("a function is handed a `{KIND}` of `{GROUP}v1`, and this is none");
        let place = node.get("kind").map_or(node.first_key(), |kind| kind.span);
        reader.report(Diagnostic::new(&codes::UNKNOWN_WORD, place, message));
        return None;
    }
    let field = |name: &str| {
        let entry = node.entries().iter().rfind(|entry| entry.key.text == name);
        entry.map(|entry| Field {
            key: entry.key.span,
            value: entry.value.span,
        })
    };
    // What an alias may repeat is not taken out.
    if let Some(Kind::List(kept)) = node.get("items").map(|items| &items.kind) {
        entries.extend(kept.iter().map(|item| item.span));
    }
    Some(ResourceList {
        span: node.span,
        first: node.first_key(),
        items: field("items"),
        entries,
        results: field("results"),
        config: config::read(reader, node)?,
    })
}
