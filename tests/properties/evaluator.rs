//! What NetworkPolicy objects allow, read from the S-rules for one connection at a time.

use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::properties::program::{Direction, Protocol};
use crate::properties::universe::{Endpoint, HOME, Labels, Mentioned, Point};

/// One rule of an object, in one direction.
#[derive(Debug)]
pub(crate) struct Rule<'object> {
    policy: &'object NetworkPolicy,
    pub(crate) direction: Direction,
    peers: &'object [NetworkPolicyPeer],
    ports: &'object [NetworkPolicyPort],
}

/// All rules that count: those of a direction that `policyTypes` does not list are ignored (S8).
pub(crate) fn rules(policies: &[NetworkPolicy]) -> Vec<Rule<'_>> {
    let mut all = Vec::new();
    for policy in policies {
        let spec = spec(policy);
        if is_listed(spec, Direction::Ingress) {
            all.extend(list(spec.ingress.as_ref()).iter().map(|rule| Rule {
                policy,
                direction: Direction::Ingress,
                peers: list(rule.from.as_ref()),
                ports: list(rule.ports.as_ref()),
            }));
        }
        if is_listed(spec, Direction::Egress) {
            all.extend(list(spec.egress.as_ref()).iter().map(|rule| Rule {
                policy,
                direction: Direction::Egress,
                peers: list(rule.to.as_ref()),
                ports: list(rule.ports.as_ref()),
            }));
        }
    }
    all
}

/// S2, S6.
pub(crate) fn isolates(policies: &[NetworkPolicy], end: &Endpoint, direction: Direction) -> bool {
    policies
        .iter()
        .any(|policy| is_listed(spec(policy), direction) && selects(policy, end))
}

impl Rule<'_> {
    pub(crate) fn has_subject(&self, end: &Endpoint) -> bool {
        selects(self.policy, end)
    }

    /// S12, S13.
    pub(crate) fn has_peer(&self, other: &Endpoint) -> bool {
        let home = namespace(self.policy);
        self.peers.is_empty() || self.peers.iter().any(|peer| is_peer(peer, home, other))
    }

    /// S12, S21 to S26.
    pub(crate) fn has_port(&self, point: &Point) -> bool {
        self.ports.is_empty() || self.ports.iter().any(|port| is_port(port, point))
    }
}

pub(crate) fn selects(policy: &NetworkPolicy, end: &Endpoint) -> bool {
    match end {
        Endpoint::Pod(pod) => {
            let subject = spec(policy).pod_selector.as_ref();
            pod.namespace == namespace(policy)
                && subject.is_none_or(|selector| matches_labels(selector, &pod.labels))
        }
        Endpoint::Address(_) => false,
    }
}

/// S7, S8.
fn is_listed(spec: &NetworkPolicySpec, direction: Direction) -> bool {
    match (list(spec.policy_types.as_ref()), direction) {
        ([], Direction::Ingress) => true,
        ([], Direction::Egress) => !list(spec.egress.as_ref()).is_empty(),
        (listed, Direction::Ingress) => listed.iter().any(|one| one == "Ingress"),
        (listed, Direction::Egress) => listed.iter().any(|one| one == "Egress"),
    }
}

/// S14, S18, S36.
fn is_peer(peer: &NetworkPolicyPeer, home: &str, other: &Endpoint) -> bool {
    match other {
        Endpoint::Address(address) => peer
            .ip_block
            .as_ref()
            .is_some_and(|block| is_in(block, *address)),
        Endpoint::Pod(_) if peer.ip_block.is_some() => false,
        Endpoint::Pod(pod) => {
            let place = match &peer.namespace_selector {
                None => pod.namespace == home,
                Some(selector) => matches_labels(selector, &pod.namespace_labels),
            };
            let pods = peer.pod_selector.as_ref();
            place && pods.is_none_or(|selector| matches_labels(selector, &pod.labels))
        }
    }
}

/// S32, S33: an `IpNet` holds no address of the other family.
fn is_in(block: &IPBlock, address: IpAddr) -> bool {
    let has = |text: &String| text.parse::<IpNet>().unwrap().contains(&address);
    has(&block.cidr) && !list(block.except.as_ref()).iter().any(has)
}

/// S16.
fn matches_labels(selector: &LabelSelector, labels: &Labels) -> bool {
    let equal = selector.match_labels.iter().flatten();
    let mut expressions = list(selector.match_expressions.as_ref()).iter();
    equal
        .into_iter()
        .all(|(key, value)| labels.get(key) == Some(value))
        && expressions.all(|one| holds(one, labels))
}

fn holds(requirement: &LabelSelectorRequirement, labels: &Labels) -> bool {
    let value = labels.get(&requirement.key);
    let listed = value.is_some_and(|value| list(requirement.values.as_ref()).contains(value));
    match requirement.operator.as_str() {
        "In" => listed,
        "NotIn" => !listed,
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        other => panic!("operator {other}"),
    }
}

fn is_port(port: &NetworkPolicyPort, point: &Point) -> bool {
    let protocol = match port.protocol.as_deref() {
        None | Some("TCP") => Protocol::Tcp,
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        Some(other) => panic!("protocol {other}"),
    };
    protocol == point.protocol
        && match (&port.port, port.end_port) {
            (None, _) => true,
            (Some(IntOrString::Int(first)), last) => {
                let number = i32::from(point.number);
                *first <= number && number <= last.unwrap_or(*first)
            }
            (Some(IntOrString::String(name)), _) => point.names.contains(name),
        }
}

/// Adds all that the objects speak of.
pub(crate) fn mention(policies: &[NetworkPolicy], all: &mut Mentioned) {
    for policy in policies {
        all.namespaces.insert(namespace(policy).to_owned());
        mention_selector(false, spec(policy).pod_selector.as_ref(), all);
    }
    for rule in rules(policies) {
        for peer in rule.peers {
            mention_selector(false, peer.pod_selector.as_ref(), all);
            mention_selector(true, peer.namespace_selector.as_ref(), all);
            if let Some(block) = &peer.ip_block {
                let blocks = [&block.cidr].into_iter().chain(list(block.except.as_ref()));
                all.blocks
                    .extend(blocks.map(|one| one.parse::<IpNet>().unwrap()));
            }
        }
        for port in rule.ports {
            match &port.port {
                Some(IntOrString::Int(number)) => {
                    let both = [Some(*number), port.end_port];
                    let both = both.into_iter().flatten();
                    all.numbers
                        .extend(both.map(|one| u16::try_from(one).unwrap()));
                }
                Some(IntOrString::String(name)) => all.port_names.extend([name.clone()]),
                None => {}
            }
        }
    }
}

fn mention_selector(of_namespace: bool, selector: Option<&LabelSelector>, all: &mut Mentioned) {
    let Some(selector) = selector else {
        return;
    };
    for (key, value) in selector.match_labels.iter().flatten() {
        all.requirement(of_namespace, key, [value.as_str()]);
    }
    for one in list(selector.match_expressions.as_ref()) {
        let values = list(one.values.as_ref()).iter().map(String::as_str);
        all.requirement(of_namespace, &one.key, values);
    }
}

pub(crate) fn namespace(policy: &NetworkPolicy) -> &str {
    policy.metadata.namespace.as_deref().unwrap_or(HOME)
}

fn spec(policy: &NetworkPolicy) -> &NetworkPolicySpec {
    policy.spec.as_ref().unwrap()
}

/// Absent and empty mean the same (S11, S12).
fn list<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map_or(&[], Vec::as_slice)
}
