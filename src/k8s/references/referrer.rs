//! An object that has pods, and what those are told.

use smol_str::SmolStr;

use crate::k8s::inventory::WorkloadKind;
use crate::k8s::manifest::{Node, Object};
use crate::k8s::references::{Container, Volume, fields};
use crate::source::Span;

/// An object that has pods: a workload of the inventory, or something that one made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// What it is.
    pub kind: WorkloadKind,
    /// Its namespace; empty where none is known.
    pub namespace: SmolStr,
    /// Its name.
    pub name: SmolStr,
    /// Where its name stands: the inventory has the same place for a workload that this is.
    pub place: Span,
    /// The containers of its pods, init containers first.
    pub containers: Vec<Container>,
    /// The volumes of its pods that have ConfigMaps in them.
    pub volumes: Vec<Volume>,
}

impl Referrer {
    pub(super) fn read(object: &Object<'_>, kind: WorkloadKind) -> Option<Self> {
        let metadata = object.node.get("metadata")?;
        let named = metadata
            .get("name")
            .or_else(|| metadata.get("generateName"))?;
        let spec = pod_spec(object.node, &kind)?;
        let lists = ["initContainers", "containers"].into_iter();
        let containers = lists.flat_map(|name| fields::list(spec, name));
        let volumes = fields::list(spec, "volumes").iter();
        Some(Self {
            kind,
            namespace: fields::word(metadata, "namespace").unwrap_or_default(),
            name: fields::text(named)?.text,
            place: named.span,
            containers: containers.map(Container::read).collect(),
            volumes: volumes.filter_map(Volume::read).collect(),
        })
    }
}

/// The `spec` of the pods of an object.
fn pod_spec<'n>(object: &'n Node, kind: &WorkloadKind) -> Option<&'n Node> {
    let spec = object.get("spec")?;
    let template = match kind {
        WorkloadKind::Pod => return Some(spec),
        WorkloadKind::CronJob => spec.get("jobTemplate")?.get("spec")?.get("template")?,
        _ => spec.get("template")?,
    };
    template.get("spec")
}
