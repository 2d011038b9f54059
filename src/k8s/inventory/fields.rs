//! Fields that matter. What is absent, or `null`, is not missed here; what is of another type than the
//! API has it is reported.

use smol_str::SmolStr;

use crate::k8s::manifest::{Kind, Node, Reader};

/// A field that is a map.
pub(super) fn map<'n>(reader: &mut Reader, of: &'n Node, name: &str) -> Option<&'n Node> {
    let node = of.get(name)?;
    if matches!(node.kind, Kind::Map(_)) {
        return Some(node);
    }
    reader.wrong_type(node, &format!("`{name}`"), "a map")
}

/// The elements of a field that is a list of maps; those that are `null` count as empty ones (V5).
pub(super) fn maps<'n>(reader: &mut Reader, of: &'n Node, name: &str) -> Vec<&'n Node> {
    let Some(node) = of.get(name) else {
        return Vec::new();
    };
    let items = reader.list(node, &format!("`{name}`")).unwrap_or_default();
    let mut maps = Vec::with_capacity(items.len());
    for item in items {
        if matches!(item.kind, Kind::Map(_) | Kind::Null) {
            maps.push(item);
        } else {
            let what = format!("an element of `{name}`");
            reader.wrong_type::<()>(item, &what, "a map");
        }
    }
    maps
}

/// A field that is a string; the empty one is as good as absent.
pub(super) fn word(reader: &mut Reader, of: &Node, name: &str) -> Option<SmolStr> {
    let node = of.get(name)?;
    match &node.kind {
        Kind::String(text) if text.is_empty() => None,
        Kind::String(text) => Some(text.clone()),
        _ => reader.wrong_type(node, &format!("`{name}`"), "a string"),
    }
}

/// A field that is a boolean; where it is absent it is false.
pub(super) fn flag(reader: &mut Reader, of: &Node, name: &str) -> bool {
    match of.get(name) {
        None => false,
        Some(node) => match node.kind {
            Kind::Bool(value) => value,
            _ => reader
                .wrong_type(node, &format!("`{name}`"), "a boolean")
                .unwrap_or_default(),
        },
    }
}
