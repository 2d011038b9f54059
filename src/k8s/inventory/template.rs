//! What pods of a workload have in common.

use crate::k8s::inventory::container::containers;
use crate::k8s::inventory::labels::labels;
use crate::k8s::inventory::{Container, Labels, fields};
use crate::k8s::manifest::{Node, Reader};

/// A pod template, or a pod.
#[derive(Default)]
pub(super) struct Template {
    /// All labels.
    pub(super) labels: Labels,
    pub(super) containers: Vec<Container>,
    pub(super) host_network: bool,
}

impl Template {
    pub(super) fn read(reader: &mut Reader, node: &Node) -> Self {
        let mut template = Self::default();
        if let Some(metadata) = fields::map(reader, node, "metadata") {
            template.labels = labels(reader, metadata, "labels");
        }
        if let Some(spec) = fields::map(reader, node, "spec") {
            template.containers = containers(reader, spec);
            template.host_network = fields::flag(reader, spec, "hostNetwork");
        }
        template
    }
}
