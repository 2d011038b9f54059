//! A volume of a pod.

use smol_str::SmolStr;

use crate::k8s::manifest::{Kind, Node};
use crate::k8s::references::fields;

/// A volume with ConfigMaps in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its name.
    pub name: SmolStr,
    /// The ConfigMaps whose keys are files in it.
    pub projections: Vec<Projection>,
}

/// A ConfigMap in a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// Its name.
    pub config_map: SmolStr,
    /// The keys that are files; `None` for all of them, each under its own name.
    pub items: Option<Vec<Item>>,
}

/// A key that is a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The key.
    pub key: SmolStr,
    /// Where in the volume the file is.
    pub path: SmolStr,
}

impl Volume {
    /// The volume, if a ConfigMap is in it.
    pub(super) fn read(node: &Node) -> Option<Self> {
        let sources = node
            .get("projected")
            .map_or(&[][..], |projected| fields::list(projected, "sources"));
        let all = std::iter::once(node).chain(sources);
        let config_maps = all.filter_map(|source| source.get("configMap"));
        let projections: Vec<Projection> = config_maps.filter_map(Projection::read).collect();
        let name = fields::word(node, "name")?;
        (!projections.is_empty()).then_some(Self { name, projections })
    }
}

impl Projection {
    fn read(node: &Node) -> Option<Self> {
        let items = match node.get("items").map(|items| &items.kind) {
            Some(Kind::List(items)) if !items.is_empty() => {
                Some(items.iter().filter_map(Item::read).collect())
            }
            _ => None,
        };
        Some(Self {
            config_map: fields::word(node, "name")?,
            items,
        })
    }
}

impl Item {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            key: fields::word(node, "key")?,
            path: fields::word(node, "path")?,
        })
    }
}
