//! The parts that objects are made of, and which of them decide on a connection: the answer would be
//! another if nothing of the kind matched, or if everything did.

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::oracles::evaluation::rewriting::{
    EQUALS, Requirement, all_addresses, is_ipv4, of_all_protocols, peers, ports, requirements,
    rules, unless,
};

/// Something that objects can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Operator(&'static str),
    Peer(Peer),
    Port(Port),
    Protocol(&'static str),
    /// Blocks of IPv4, or of IPv6.
    Ipv4(bool),
    /// What is taken out of blocks.
    Except,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    None,
    Pods,
    Namespaces,
    PodsOfNamespaces,
    Block,
    BlockWithExcept,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    None,
    OfProtocol,
    Number,
    Range,
    Name,
}

impl Part {
    /// Each with the kind that it is of, and its name there.
    pub(crate) const ALL: [(&'static str, &'static str, Self); 22] = [
        ("operator", "`matchLabels`", Self::Operator(EQUALS)),
        ("operator", "`In`", Self::Operator("In")),
        ("operator", "`NotIn`", Self::Operator("NotIn")),
        ("operator", "`Exists`", Self::Operator("Exists")),
        ("operator", "`DoesNotExist`", Self::Operator("DoesNotExist")),
        ("peer", "none", Self::Peer(Peer::None)),
        ("peer", "`podSelector`", Self::Peer(Peer::Pods)),
        ("peer", "`namespaceSelector`", Self::Peer(Peer::Namespaces)),
        ("peer", "both selectors", Self::Peer(Peer::PodsOfNamespaces)),
        ("peer", "`ipBlock`", Self::Peer(Peer::Block)),
        (
            "peer",
            "`ipBlock` with `except`",
            Self::Peer(Peer::BlockWithExcept),
        ),
        ("port", "none", Self::Port(Port::None)),
        ("port", "only a protocol", Self::Port(Port::OfProtocol)),
        ("port", "a number", Self::Port(Port::Number)),
        ("port", "a range", Self::Port(Port::Range)),
        ("port", "a name", Self::Port(Port::Name)),
        ("protocol", "TCP", Self::Protocol("TCP")),
        ("protocol", "UDP", Self::Protocol("UDP")),
        ("protocol", "SCTP", Self::Protocol("SCTP")),
        ("block", "IPv4", Self::Ipv4(true)),
        ("block", "IPv6", Self::Ipv4(false)),
        ("block", "`except`", Self::Except),
    ];

    /// Whether some of the objects have it.
    pub(crate) fn is_in(self, objects: &[NetworkPolicy]) -> bool {
        let same = requirements(objects, |one| vec![one]);
        self.never(&same) != same
    }

    /// Objects that allow what these do if nothing of the kind matched.
    pub(crate) fn never(self, objects: &[NetworkPolicy]) -> Vec<NetworkPolicy> {
        match self {
            Self::Operator(operator) => requirements(objects, |one| {
                if one.operator == operator {
                    Requirement::never(&one.key)
                } else {
                    vec![one]
                }
            }),
            Self::Peer(Peer::None) => rules(objects, |rule| {
                rule.peers.get_or_insert_default();
            }),
            Self::Port(Port::None) => rules(objects, |rule| {
                rule.ports.get_or_insert_default();
            }),
            Self::Peer(kind) => peers(objects, |one| unless(Peer::of(&one) == kind, one)),
            Self::Port(kind) => ports(objects, |one| unless(Port::of(&one) == kind, one)),
            Self::Protocol(protocol) => ports(objects, |one| unless(is_of(&one, protocol), one)),
            Self::Ipv4(ipv4) => peers(objects, |one| unless(is_ipv4(&one) == Some(ipv4), one)),
            Self::Except => peers(objects, |mut peer| {
                if let Some(block) = &mut peer.ip_block {
                    block.except = None;
                }
                vec![peer]
            }),
        }
    }

    /// Objects that allow what these do if everything of the kind matched. Where there are no peers, or
    /// no ports, it does.
    pub(crate) fn always(self, objects: &[NetworkPolicy]) -> Option<Vec<NetworkPolicy>> {
        Some(match self {
            Self::Peer(Peer::None) | Self::Port(Port::None | Port::OfProtocol) => return None,
            Self::Operator(operator) => {
                requirements(objects, |one| unless(one.operator == operator, one))
            }
            Self::Peer(kind) => peers(objects, |one| {
                if Peer::of(&one) == kind {
                    all_like(&one)
                } else {
                    vec![one]
                }
            }),
            Self::Port(kind) => ports(objects, |one| {
                let is_it = Port::of(&one) == kind;
                vec![if is_it { all_of_protocol(one) } else { one }]
            }),
            Self::Protocol(protocol) => ports(objects, |one| {
                if is_of(&one, protocol) {
                    of_all_protocols(&one)
                } else {
                    vec![one]
                }
            }),
            Self::Ipv4(ipv4) => peers(objects, |one| {
                if is_ipv4(&one) == Some(ipv4) {
                    all_addresses()
                } else {
                    vec![one]
                }
            }),
            Self::Except => peers(objects, |one| {
                unless(Peer::of(&one) == Peer::BlockWithExcept, one)
            }),
        })
    }
}

impl Peer {
    fn of(peer: &NetworkPolicyPeer) -> Self {
        let pods = peer.pod_selector.is_some();
        match (&peer.ip_block, peer.namespace_selector.is_some()) {
            (Some(block), _) if block.except.iter().flatten().next().is_some() => {
                Self::BlockWithExcept
            }
            (Some(_), _) => Self::Block,
            (None, true) if pods => Self::PodsOfNamespaces,
            (None, true) => Self::Namespaces,
            (None, false) => Self::Pods,
        }
    }
}

impl Port {
    fn of(port: &NetworkPolicyPort) -> Self {
        match (&port.port, port.end_port) {
            (None, _) => Self::OfProtocol,
            (Some(IntOrString::String(_)), _) => Self::Name,
            (Some(IntOrString::Int(_)), None) => Self::Number,
            (Some(IntOrString::Int(_)), Some(_)) => Self::Range,
        }
    }
}

fn is_of(port: &NetworkPolicyPort, protocol: &str) -> bool {
    port.protocol.as_deref() == Some(protocol)
}

/// All pods, or all addresses.
fn all_like(peer: &NetworkPolicyPeer) -> Vec<NetworkPolicyPeer> {
    if peer.ip_block.is_some() {
        return all_addresses();
    }
    vec![NetworkPolicyPeer {
        ip_block: None,
        namespace_selector: Some(LabelSelector::default()),
        pod_selector: None,
    }]
}

fn all_of_protocol(port: NetworkPolicyPort) -> NetworkPolicyPort {
    NetworkPolicyPort {
        port: None,
        end_port: None,
        ..port
    }
}
