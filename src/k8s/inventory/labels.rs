//! Labels: those of pods, and those that a selector asks for.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Kind, Node, Reader, shown};

/// Label keys with their values.
pub type Labels = BTreeMap<SmolStr, SmolStr>;

/// The labels of an object that no selector of pods asks for: those that can be read.
pub(super) fn lenient_labels(metadata: &Node) -> Labels {
    let entries = metadata.get("labels").map_or(&[][..], Node::entries);
    let labels = entries.iter().filter_map(|entry| match &entry.value.kind {
        Kind::String(text) => Some((entry.key.text.clone(), text.clone())),
        _ => None,
    });
    labels.collect()
}

/// A field of labels, which have to be what the API server takes (V30, V31). Values that are not written
/// are empty (V5).
pub(super) fn labels(reader: &mut Reader, of: &Node, name: &str) -> Labels {
    let Some(map) = fields::map(reader, of, name) else {
        return Labels::new();
    };
    let mut labels = Labels::new();
    for entry in map.entries() {
        let key = &entry.key;
        let value = match &entry.value.kind {
            Kind::String(text) => text.clone(),
            Kind::Null => SmolStr::default(),
            _ => {
                let what = format!("the value of the label `{}`", shown(&key.text));
                reader.wrong_type::<()>(&entry.value, &what, "a string");
                continue;
            }
        };
        reader.label_key(&key.text, key.span);
        reader.label_value(&value, entry.value.place(key.span));
        labels.insert(key.text.clone(), value);
    }
    labels
}
