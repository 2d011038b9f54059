//! What the evaluator keeps of a pod.

use super::container::ContainerKind;
use super::directed::Directed;
use super::end::Addresses;
use super::interner::Interner;
use super::pod::Pod;
use super::protocol::Protocol;

/// What the evaluator keeps of a pod.
#[derive(Debug)]
pub(super) struct PodFacts {
    pub(super) addresses: Addresses,
    pub(super) host_network: bool,
    pub(super) finished: bool,
    pub(super) node: Option<usize>,
    pub(super) named_ports: Vec<NamedPort>,
    /// The groups of policies that isolate it; without one it is not isolated (S1).
    pub(super) groups: Directed<Vec<usize>>,
}

/// A port by a name that a container gave it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedPort {
    pub(super) name: usize,
    pub(super) protocol: Protocol,
    pub(super) number: u16,
    /// Whether the container is an init container or a sidecar (S28).
    pub(super) of_init: bool,
    /// Whether another number of the pod had the same name and protocol before (S27).
    pub(super) repeated: bool,
}

impl PodFacts {
    pub(super) fn new(pod: &Pod, node: Option<usize>, words: &mut Interner) -> PodFacts {
        PodFacts {
            addresses: Addresses::first_of(&pod.addresses),
            host_network: pod.host_network,
            finished: pod.finished,
            node,
            named_ports: named_ports(pod, words),
            groups: Directed::default(),
        }
    }
}

fn named_ports(pod: &Pod, words: &mut Interner) -> Vec<NamedPort> {
    let mut found: Vec<NamedPort> = Vec::new();
    for container in &pod.containers {
        let of_init = container.kind != ContainerKind::App;
        for port in &container.ports {
            let Some(name) = &port.name else {
                continue;
            };
            let name = words.id(name);
            let same_name = |other: &&NamedPort| {
                (other.name, other.protocol, other.of_init) == (name, port.protocol, of_init)
            };
            let first = found.iter().find(same_name);
            found.push(NamedPort {
                name,
                protocol: port.protocol,
                number: port.number,
                of_init,
                repeated: first.is_some_and(|first| first.number != port.number),
            });
        }
    }
    found
}
