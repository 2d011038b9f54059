//! An environment variable of a container.

use smol_str::SmolStr;

use crate::k8s::manifest::Node;
use crate::k8s::references::{Text, fields};

/// An environment variable, as one entry of `env` gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: SmolStr,
    /// What it is set to.
    pub value: VariableValue,
}

/// What a variable is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableValue {
    /// What is written, before `$(VAR)` in it is replaced.
    Written(Text),
    /// The value of a key of a ConfigMap.
    Key {
        /// The ConfigMap's name.
        config_map: SmolStr,
        /// The key.
        key: SmolStr,
    },
    /// The name of the pod's namespace.
    Namespace,
    /// What no manifest tells, or is not to be read: a Secret.
    Unknown,
}

impl Variable {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let name = fields::word(node, "name")?;
        let written = node.get("value").and_then(fields::text);
        let value = match (written, node.get("valueFrom")) {
            (Some(text), _) => VariableValue::Written(text),
            (None, Some(from)) => from_elsewhere(from),
            (None, None) => VariableValue::Unknown,
        };
        Some(Self { name, value })
    }
}

fn from_elsewhere(from: &Node) -> VariableValue {
    if let Some(key) = from.get("configMapKeyRef") {
        let name = fields::word(key, "name");
        return match (name, fields::word(key, "key")) {
            (Some(config_map), Some(key)) => VariableValue::Key { config_map, key },
            _ => VariableValue::Unknown,
        };
    }
    let field = from.get("fieldRef");
    let path = field.and_then(|field| fields::word(field, "fieldPath"));
    match path.as_deref() {
        Some("metadata.namespace") => VariableValue::Namespace,
        _ => VariableValue::Unknown,
    }
}
