//! Changes to what objects say, part by part: under them one way to read objects becomes another.
//!
//! Objects are as a server stores them: which directions they isolate does not hang on their rules.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

/// The operator of an entry of `matchLabels`.
pub(crate) const EQUALS: &str = "=";

/// One requirement of a selector, of its labels or of its expressions.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    pub(crate) key: String,
    pub(crate) operator: String,
    pub(crate) values: Vec<String>,
}

impl Requirement {
    pub(crate) fn new(key: &str, operator: &str, values: Vec<String>) -> Self {
        Self {
            key: key.to_owned(),
            operator: operator.to_owned(),
            values,
        }
    }

    /// Two that hold for no labels.
    pub(crate) fn never(key: &str) -> Vec<Self> {
        ["Exists", "DoesNotExist"]
            .map(|operator| Self::new(key, operator, Vec::new()))
            .into()
    }
}

/// A rule of either direction. No list: all of them.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) peers: Option<Vec<NetworkPolicyPeer>>,
    pub(crate) ports: Option<Vec<NetworkPolicyPort>>,
}

impl Rule {
    fn new(
        peers: Option<Vec<NetworkPolicyPeer>>,
        ports: Option<Vec<NetworkPolicyPort>>,
        change: impl Fn(&mut Self),
    ) -> Option<Self> {
        let mut rule = Self {
            peers: peers.filter(|list| !list.is_empty()),
            ports: ports.filter(|list| !list.is_empty()),
        };
        change(&mut rule);
        let is_void = rule.peers.as_ref().is_some_and(Vec::is_empty)
            || rule.ports.as_ref().is_some_and(Vec::is_empty);
        (!is_void).then_some(rule)
    }
}

/// The objects with each rule changed; one with an empty list lets nothing pass.
pub(crate) fn rules(objects: &[NetworkPolicy], change: impl Fn(&mut Rule)) -> Vec<NetworkPolicy> {
    let mut objects = objects.to_vec();
    for spec in objects.iter_mut().filter_map(|one| one.spec.as_mut()) {
        let ingress = spec.ingress.take().into_iter().flatten();
        let ingress = ingress.filter_map(|rule| {
            let rule = Rule::new(rule.from, rule.ports, &change)?;
            Some(NetworkPolicyIngressRule {
                from: rule.peers,
                ports: rule.ports,
            })
        });
        spec.ingress = Some(ingress.collect());
        let egress = spec.egress.take().into_iter().flatten();
        let egress = egress.filter_map(|rule| {
            let rule = Rule::new(rule.to, rule.ports, &change)?;
            Some(NetworkPolicyEgressRule {
                to: rule.peers,
                ports: rule.ports,
            })
        });
        spec.egress = Some(egress.collect());
    }
    objects
}

/// The objects without their rules: they isolate the same pods, and allow nothing.
pub(crate) fn without_rules(objects: &[NetworkPolicy]) -> Vec<NetworkPolicy> {
    rules(objects, |rule| rule.peers = Some(Vec::new()))
}

/// The objects with others in the place of each peer.
pub(crate) fn peers(
    objects: &[NetworkPolicy],
    change: impl Fn(NetworkPolicyPeer) -> Vec<NetworkPolicyPeer>,
) -> Vec<NetworkPolicy> {
    rules(objects, |rule| {
        let peers = rule.peers.take();
        rule.peers = peers.map(|list| list.into_iter().flat_map(&change).collect());
    })
}

/// The objects with others in the place of each port.
pub(crate) fn ports(
    objects: &[NetworkPolicy],
    change: impl Fn(NetworkPolicyPort) -> Vec<NetworkPolicyPort>,
) -> Vec<NetworkPolicy> {
    rules(objects, |rule| {
        let ports = rule.ports.take();
        rule.ports = ports.map(|list| list.into_iter().flat_map(&change).collect());
    })
}

/// The objects with others in the place of each requirement: of subjects, of pods and of namespaces.
pub(crate) fn requirements(
    objects: &[NetworkPolicy],
    change: impl Fn(Requirement) -> Vec<Requirement>,
) -> Vec<NetworkPolicy> {
    let changed = |selector: LabelSelector| of_requirements(requirements_of(selector), &change);
    let mut objects = peers(objects, |mut peer| {
        peer.pod_selector = peer.pod_selector.map(changed);
        peer.namespace_selector = peer.namespace_selector.map(changed);
        vec![peer]
    });
    for spec in objects.iter_mut().filter_map(|one| one.spec.as_mut()) {
        spec.pod_selector = spec.pod_selector.take().map(changed);
    }
    objects
}

fn requirements_of(selector: LabelSelector) -> Vec<Requirement> {
    let labels = selector.match_labels.into_iter().flatten();
    let labels = labels.map(|(key, value)| Requirement::new(&key, EQUALS, vec![value]));
    let expressions = selector.match_expressions.into_iter().flatten();
    let expressions = expressions.map(|one| Requirement {
        key: one.key,
        operator: one.operator,
        values: one.values.unwrap_or_default(),
    });
    labels.chain(expressions).collect()
}

fn of_requirements(
    all: Vec<Requirement>,
    change: impl Fn(Requirement) -> Vec<Requirement>,
) -> LabelSelector {
    let mut labels = BTreeMap::new();
    let mut expressions = Vec::new();
    for mut one in all.into_iter().flat_map(change) {
        if one.operator == EQUALS {
            labels.extend(one.values.pop().map(|value| (one.key, value)));
        } else {
            expressions.push(LabelSelectorRequirement {
                key: one.key,
                operator: one.operator,
                values: Some(one.values),
            });
        }
    }
    LabelSelector {
        match_labels: Some(labels),
        match_expressions: Some(expressions),
    }
}

/// Nothing in the place of what is such a one.
pub(crate) fn unless<T>(is_it: bool, one: T) -> Vec<T> {
    if is_it { Vec::new() } else { vec![one] }
}

/// `NotIn` as one reads it who wants the key to be there.
pub(crate) fn not_in_needs_the_key(one: Requirement) -> Vec<Requirement> {
    let exists = Requirement::new(&one.key, "Exists", Vec::new());
    let is_it = one.operator == "NotIn";
    [one].into_iter().chain(is_it.then_some(exists)).collect()
}

/// Nothing of a peer that is no block.
pub(crate) fn is_ipv4(peer: &NetworkPolicyPeer) -> Option<bool> {
    peer.ip_block
        .as_ref()
        .map(|block| !block.cidr.contains(':'))
}

pub(crate) fn all_addresses() -> Vec<NetworkPolicyPeer> {
    ["0.0.0.0/0", "::/0"].map(of_block).into()
}

pub(crate) fn of_block(cidr: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        ip_block: Some(IPBlock {
            cidr: cidr.to_owned(),
            except: None,
        }),
        ..NetworkPolicyPeer::default()
    }
}

/// The port, of whichever protocol.
pub(crate) fn of_all_protocols(port: &NetworkPolicyPort) -> Vec<NetworkPolicyPort> {
    let all = ["TCP", "UDP", "SCTP"].map(|protocol| NetworkPolicyPort {
        protocol: Some(protocol.to_owned()),
        ..port.clone()
    });
    all.into()
}
