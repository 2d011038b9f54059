//! Where a connection to a Service ends: at which pods, at which of their ports.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

use crate::init::address::Port;
use crate::init::directory::Directory;
use crate::init::peer::{NumberOrName, Peer, PeerPort};
use crate::k8s::inventory::{Protocol, Service, ServiceKind, ServicePort, TargetPort, Workload};

/// Which ports of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The one with this number.
    Number(u16),
    /// The one with this number, as who connects by the name of the Service asks for it.
    Address(u16),
    /// The one with this number if there is such, else all.
    Perhaps(u16),
    /// The one of this name.
    Name(SmolStr),
    /// All of them.
    All,
}

impl From<Port> for Asked {
    fn from(port: Port) -> Self {
        match port {
            Port::Written(number) | Port::Default(number) => Self::Address(number),
            Port::Perhaps(number) => Self::Perhaps(number),
            Port::Unknown => Self::All,
        }
    }
}

/// Pods that are reached through a Service.
pub(super) struct Reached {
    /// How a rule names them.
    pub(super) peer: Peer,
    /// At which of their ports.
    pub(super) ports: BTreeSet<PeerPort>,
}

/// Why no rule can allow a connection to a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unreachable {
    ExternalName,
    NoSelector,
    NoWorkload,
    NoPort,
    NoContainerPort,
    HostNetwork,
    NoLabel,
}

impl Display for Unreachable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ExternalName => "is another name for a host outside",
            Self::NoSelector => "has no selector, so nothing says which pods are behind it",
            Self::NoWorkload => "leads to no workload of these manifests",
            Self::NoPort => "has no such port",
            Self::NoContainerPort => "leads to a port that no container has by that name",
            Self::HostNetwork => {
                "leads to pods on the network of their nodes, which no policy sees"
            }
            Self::NoLabel => "leads to pods without a label that lasts",
        })
    }
}

/// Where connections to a Service end.
pub(super) fn reach(
    directory: &Directory<'_>,
    service: &Service,
    asked: &Asked,
) -> Result<Reached, Unreachable> {
    if service.kind == ServiceKind::ExternalName {
        return Err(Unreachable::ExternalName);
    }
    if service.selector.is_none() {
        return Err(Unreachable::NoSelector);
    }
    let workloads = directory.behind(service);
    if workloads.is_empty() {
        return Err(Unreachable::NoWorkload);
    }
    if workloads.iter().all(|workload| workload.host_network) {
        return Err(Unreachable::HostNetwork);
    }
    let ports = ports(service, workloads, asked)?;
    let peer = directory.peer_behind(service);
    Ok(Reached {
        peer: peer.ok_or(Unreachable::NoLabel)?,
        ports,
    })
}

fn ports(
    service: &Service,
    workloads: &[&Workload],
    asked: &Asked,
) -> Result<BTreeSet<PeerPort>, Unreachable> {
    let is_asked = |port: &&ServicePort| match asked {
        Asked::Number(number) | Asked::Address(number) | Asked::Perhaps(number) => {
            port.number == *number
        }
        Asked::Name(name) => port.name.as_ref() == Some(name),
        Asked::All => true,
    };
    let mut found: Vec<&ServicePort> = service.ports.iter().filter(is_asked).collect();
    if found.is_empty() && matches!(asked, Asked::Perhaps(_)) {
        found = service.ports.iter().collect();
    }
    // Without an address of the Service, the pods are asked at the very port that is written.
    if let (Asked::Address(number), true) = (asked, service.is_headless) {
        return headless(&found, workloads, *number);
    }
    if found.is_empty() {
        return Err(Unreachable::NoPort);
    }
    let ports: BTreeSet<PeerPort> = found
        .iter()
        .filter_map(|port| target(port, workloads))
        .collect();
    if ports.is_empty() {
        return Err(Unreachable::NoContainerPort);
    }
    Ok(ports)
}

fn headless(
    found: &[&ServicePort],
    workloads: &[&Workload],
    number: u16,
) -> Result<BTreeSet<PeerPort>, Unreachable> {
    let declared = container_ports(workloads).filter(|(_, _, port)| *port == number);
    let protocols = declared.map(|(_, protocol, _)| protocol);
    let protocols = protocols.chain(found.iter().map(|port| port.protocol));
    let ports: BTreeSet<PeerPort> = protocols
        .map(|protocol| PeerPort {
            port: NumberOrName::Number(number),
            protocol: word(protocol),
        })
        .collect();
    if ports.is_empty() {
        return Err(Unreachable::NoPort);
    }
    Ok(ports)
}

/// The port of the pods behind one of a Service: its number, where all pods that have it agree.
fn target(port: &ServicePort, workloads: &[&Workload]) -> Option<PeerPort> {
    let protocol = word(port.protocol);
    let name = match &port.target {
        TargetPort::Number(number) => {
            let port = NumberOrName::Number(*number);
            return Some(PeerPort { port, protocol });
        }
        TargetPort::Name(name) => name,
    };
    let same = container_ports(workloads)
        .filter(|(known, other, _)| *known == Some(name) && *other == port.protocol);
    let numbers: BTreeSet<u16> = same.map(|(_, _, number)| number).collect();
    let first = *numbers.first()?;
    Some(PeerPort {
        port: if numbers.len() == 1 {
            NumberOrName::Number(first)
        } else {
            NumberOrName::Name(name.clone())
        },
        protocol,
    })
}

fn container_ports<'w>(
    workloads: &'w [&Workload],
) -> impl Iterator<Item = (Option<&'w SmolStr>, Protocol, u16)> {
    let containers = workloads.iter().flat_map(|workload| &workload.containers);
    let ports = containers.flat_map(|container| &container.ports);
    ports.map(|port| (port.name.as_ref(), port.protocol, port.number))
}

fn word(protocol: Protocol) -> Option<&'static str> {
    match protocol {
        Protocol::Tcp => None,
        Protocol::Udp => Some("udp"),
        Protocol::Sctp => Some("sctp"),
    }
}
