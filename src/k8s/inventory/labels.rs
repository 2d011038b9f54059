//! Labels: those of pods, and those that a selector asks for.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Kind, Node, Reader};

/// Label keys with their values.
pub type Labels = BTreeMap<SmolStr, SmolStr>;

/// A field of labels. Values that are not written are empty (V5).
pub(super) fn labels(reader: &mut Reader, of: &Node, name: &str) -> Labels {
    let Some(map) = fields::map(reader, of, name) else {
        return Labels::new();
    };
    let mut labels = Labels::new();
    for entry in map.entries() {
        let value = match &entry.value.kind {
            Kind::String(text) => text.clone(),
            Kind::Null => SmolStr::default(),
            _ => {
                let what = format!("the value of the label `{}`", entry.key.text);
                reader.wrong_type::<()>(&entry.value, &what, "a string");
                continue;
            }
        };
        labels.insert(entry.key.text.clone(), value);
    }
    labels
}
