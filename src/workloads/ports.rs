//! The ports of real pods.

use smol_str::{SmolStr, ToSmolStr};

use crate::k8s::inventory::{self, ContainerKind, ContainerPort, TargetPort, Workload};
use crate::sets::Protocol;

/// The ports that the containers of a workload declare; not those of init containers, which are gone when it
/// serves (S28).
pub fn declared(workload: &Workload) -> impl Iterator<Item = &ContainerPort> {
    let containers = workload.containers.iter();
    let staying = containers.filter(|one| one.kind != ContainerKind::Init);
    staying.flat_map(|one| &one.ports)
}

/// A protocol of manifests.
pub fn protocol(protocol: inventory::Protocol) -> Protocol {
    match protocol {
        inventory::Protocol::Tcp => Protocol::Tcp,
        inventory::Protocol::Udp => Protocol::Udp,
        inventory::Protocol::Sctp => Protocol::Sctp,
    }
}

/// The number or name of the port that a Service leads to.
pub fn target(port: &TargetPort) -> SmolStr {
    match port {
        TargetPort::Number(number) => number.to_smolstr(),
        TargetPort::Name(name) => name.clone(),
    }
}
