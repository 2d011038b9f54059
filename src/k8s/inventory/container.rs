//! A container of a pod.

use crate::k8s::inventory::ContainerPort;
use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Kind, Node, Reader};

/// A container with the ports that it declares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Container {
    /// Where in the pod it stands.
    pub kind: ContainerKind,
    /// Its declared ports, in their order.
    pub ports: Vec<ContainerPort>,
}

/// Where in a pod a container stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerKind {
    /// One of `containers`.
    App,
    /// One of `initContainers`; whether its port names count is open (S28).
    Init,
    /// One of `initContainers` that keeps running; whether its port names count is open (S28).
    Sidecar,
}

/// The containers of a pod's `spec`.
pub(super) fn containers(reader: &mut Reader, spec: &Node) -> Vec<Container> {
    let mut containers = Vec::new();
    for node in fields::maps(reader, spec, "initContainers") {
        let policy = node.get("restartPolicy").map(|node| &node.kind);
        let is_sidecar = matches!(policy, Some(Kind::String(text)) if text == "Always");
        containers.push(Container {
            kind: if is_sidecar {
                ContainerKind::Sidecar
            } else {
                ContainerKind::Init
            },
            ports: ports(reader, node),
        });
    }
    for node in fields::maps(reader, spec, "containers") {
        containers.push(Container {
            kind: ContainerKind::App,
            ports: ports(reader, node),
        });
    }
    containers
}

fn ports(reader: &mut Reader, container: &Node) -> Vec<ContainerPort> {
    let ports = fields::maps(reader, container, "ports").into_iter();
    ports
        .filter_map(|node| ContainerPort::read(reader, node))
        .collect()
}
