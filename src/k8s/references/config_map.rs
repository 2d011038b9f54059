//! A ConfigMap.

use smol_str::SmolStr;

use crate::k8s::manifest::{Node, Object};
use crate::k8s::references::{Text, fields};

/// A ConfigMap, and the texts in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMap {
    /// Its namespace; empty where none is known.
    pub namespace: SmolStr,
    /// Its name.
    pub name: SmolStr,
    /// Its keys with their values, in their order.
    pub data: Vec<(SmolStr, Text)>,
}

impl ConfigMap {
    pub(super) fn read(object: &Object<'_>) -> Option<Self> {
        let metadata = object.node.get("metadata")?;
        let entries = object.node.get("data").map_or(&[][..], Node::entries);
        let texts = entries.iter().filter_map(|entry| {
            let text = fields::text(&entry.value)?;
            Some((entry.key.text.clone(), text))
        });
        Some(Self {
            namespace: fields::word(metadata, "namespace").unwrap_or_default(),
            name: fields::word(metadata, "name")?,
            data: texts.collect(),
        })
    }
}
