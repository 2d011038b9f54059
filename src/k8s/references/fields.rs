//! Fields that may be there. What is of another type than the API has it counts as absent.

use smol_str::SmolStr;

use crate::k8s::manifest::{Kind, Node};
use crate::k8s::references::Text;

/// A field that is a string.
pub(super) fn word(of: &Node, name: &str) -> Option<SmolStr> {
    text(of.get(name)?).map(|text| text.text)
}

/// A string with its place.
pub(super) fn text(node: &Node) -> Option<Text> {
    match &node.kind {
        Kind::String(text) => Some(Text {
            text: text.clone(),
            place: node.span,
        }),
        _ => None,
    }
}

/// The elements of a field that is a list.
pub(super) fn list<'n>(of: &'n Node, name: &str) -> &'n [Node] {
    match of.get(name).map(|node| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

/// The strings in a field that is a list.
pub(super) fn texts(of: &Node, name: &str) -> Vec<Text> {
    list(of, name).iter().filter_map(text).collect()
}
