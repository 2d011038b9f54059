//! Decides connections, end by end, under one way to read Kubernetes or another.

use std::net::IpAddr;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use rustc_hash::FxHashMap;

use super::choices::{Choice, Choices};
use super::cluster::Cluster;
use super::compiler::{Compiled, Compiler};
use super::connection::{Connection, Endpoint};
use super::directed::Direction;
use super::end::{Addresses, End};
use super::group::Group;
use super::interner::Interner;
use super::peers::{BlockAddress, Other};
use super::pod_facts::{NamedPort, PodFacts};
use super::pod_index::PodIndex;
use super::ports::AskedPort;
use super::side::{Exemption, RuleRef, Side};

/// Policies over a cluster, compiled.
#[derive(Debug)]
pub(super) struct Judge {
    pods: Vec<PodFacts>,
    owners: FxHashMap<IpAddr, Owner>,
    compiled: Compiled,
}

/// Whose an address is.
#[derive(Clone, Copy, Debug)]
enum Owner {
    Pod(usize),
    Node(usize),
}

/// A connection with its ends decided, under one way to read Kubernetes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    pub(super) source: End,
    pub(super) target: End,
    pub(super) port: AskedPort<'a>,
}

impl Judge {
    /// Compiles policies for a cluster; those without a namespace belong to `home`.
    pub(super) fn new<'p>(
        policies: impl IntoIterator<Item = &'p NetworkPolicy>,
        cluster: &Cluster,
        home: &str,
    ) -> Judge {
        let mut words = Interner::default();
        let mut nodes = Nodes::default();
        let mut pods: Vec<PodFacts> = cluster
            .pods()
            .iter()
            .map(|pod| {
                let node = pod.node.as_deref().map(|name| nodes.names.id(name));
                PodFacts::new(pod, node, &mut words)
            })
            .collect();
        let owners = nodes.owners(cluster, &mut pods);
        let index = PodIndex::new(cluster, &mut words);
        let compiler = Compiler::new(index, &mut pods, &mut words);
        let compiled = compiler.compile(policies, home);
        Judge {
            pods,
            owners,
            compiled,
        }
    }

    /// Whether a connection is allowed under these choices.
    pub(super) fn allows_reading(&self, connection: &Connection, choices: Choices) -> bool {
        let question = self.question(connection, choices);
        question.is_some_and(|question| self.allows_question(&question))
    }

    /// Whether both sides allow it.
    pub(super) fn allows_question(&self, question: &Question<'_>) -> bool {
        self.side_allows(Direction::Egress, question)
            && self.side_allows(Direction::Ingress, question)
    }

    /// Decides who the ends are; `None` where one does not exist (S41).
    pub(super) fn question(
        &self,
        connection: &Connection,
        choices: Choices,
    ) -> Option<Question<'_>> {
        let source = self.end(connection.source, choices)?;
        let target = self.end(connection.target, choices)?;
        let seen = target.seen.and_then(|pod| self.pods.get(pod));
        let port = AskedPort {
            protocol: connection.protocol,
            number: connection.port,
            named: seen.map_or(&[], |pod| pod.named_ports.as_slice()),
            choices,
        };
        Some(Question {
            source,
            target,
            port,
        })
    }

    /// The named ports of the pod that an end is, seen or not.
    pub(super) fn named_ports(&self, end: &End) -> &[NamedPort] {
        let pod = end.pod.and_then(|pod| self.pods.get(pod));
        pod.map_or(&[], |pod| pod.named_ports.as_slice())
    }

    /// Whether the pod that an end is, seen or not, is on its node's network.
    pub(super) fn is_host_pod(&self, end: &End) -> bool {
        let pod = end.pod.and_then(|pod| self.pods.get(pod));
        pod.is_some_and(|pod| pod.host_network)
    }

    /// The groups of policies that isolate an end in a direction; none where it is no pod to them.
    pub(super) fn groups(&self, direction: Direction, end: &End) -> impl Iterator<Item = &Group> {
        let pod = end.seen.and_then(|pod| self.pods.get(pod));
        let places = pod.map_or(&[][..], |pod| pod.groups.get(direction).as_slice());
        let groups = &self.compiled.groups;
        places.iter().filter_map(|place| groups.get(*place))
    }

    fn end(&self, endpoint: Endpoint, choices: Choices) -> Option<End> {
        let (pod, addresses) = match endpoint {
            Endpoint::Pod(id) => (id.0, None),
            Endpoint::Address(address) => {
                let address = address.to_canonical();
                let addresses = Addresses::first_of(&[address]);
                match self.owners.get(&address) {
                    Some(Owner::Pod(pod)) => (*pod, Some(addresses)),
                    Some(Owner::Node(node)) => return Some(address_end(Some(*node), addresses)),
                    None => return Some(address_end(None, addresses)),
                }
            }
        };
        let facts = self.pods.get(pod).filter(|facts| !facts.finished)?;
        let is_seen = !facts.host_network || choices.has(Choice::HostPodsArePods);
        Some(End {
            pod: Some(pod),
            seen: is_seen.then_some(pod),
            node: facts.node,
            on_host: facts.host_network,
            addresses: addresses.unwrap_or(facts.addresses),
        })
    }

    fn side_allows(&self, direction: Direction, question: &Question<'_>) -> bool {
        let (subject, other) = question.ends(direction);
        if subject.seen.is_none() || exemption(direction, question).is_some() {
            return true;
        }
        let mut groups = self.groups(direction, subject).peekable();
        if groups.peek().is_none() {
            return true;
        }
        let sets = &self.compiled.sets;
        let mut others = other.addresses.met_by(subject.addresses).each();
        others.all(|address| {
            let other = question.other(other, address);
            let mut groups = self.groups(direction, subject);
            groups.any(|group| group.allows(&other, &question.port, sets))
        })
    }

    /// What one side says.
    pub(super) fn side(&self, direction: Direction, question: &Question<'_>) -> Side {
        let (subject, other) = question.ends(direction);
        if let Some(exemption) = exemption(direction, question) {
            return Side::Exempt(exemption);
        }
        if subject.seen.is_none() {
            return Side::External;
        }
        let groups = self.groups(direction, subject);
        let mut policies: Vec<usize> = groups.flat_map(|group| &group.policies).copied().collect();
        policies.sort_unstable();
        if policies.is_empty() {
            return Side::NotIsolated;
        }
        let mut allowing = Vec::new();
        for address in other.addresses.met_by(subject.addresses).each() {
            let other = question.other(other, address);
            let found = self.rules_allowing(direction, &policies, &other, &question.port);
            if found.is_empty() {
                return Side::BlockedBy(policies);
            }
            allowing.extend(found);
        }
        allowing.sort_unstable();
        allowing.dedup();
        Side::AllowedBy(allowing)
    }

    fn rules_allowing(
        &self,
        direction: Direction,
        policies: &[usize],
        other: &Other,
        port: &AskedPort<'_>,
    ) -> Vec<RuleRef> {
        let sets = &self.compiled.sets;
        let mut found = Vec::new();
        for place in policies {
            let policy = self.compiled.policies.get(*place);
            let rules = policy.and_then(|policy| policy.rules.get(direction).as_ref());
            for (rule, compiled) in rules.into_iter().flatten().enumerate() {
                if compiled.allows(other, port, sets) {
                    found.push(RuleRef {
                        policy: *place,
                        rule,
                    });
                }
            }
        }
        found
    }
}

impl Question<'_> {
    /// The end whose policies are asked in a direction, and the other one.
    pub(super) const fn ends(&self, direction: Direction) -> (&End, &End) {
        match direction {
            Direction::Egress => (&self.source, &self.target),
            Direction::Ingress => (&self.target, &self.source),
        }
    }

    /// What rules see of an end that has this address (S34, S36).
    fn other(&self, end: &End, address: Option<IpAddr>) -> Other {
        let choices = self.port.choices;
        let hidden = end.seen.is_some() && !choices.has(Choice::BlocksMatchPods);
        let address = match address {
            _ if hidden => BlockAddress::Hidden,
            Some(address) => BlockAddress::Is(address),
            None if choices.has(Choice::UnknownAddressesMatch) => BlockAddress::Anything,
            None => BlockAddress::Hidden,
        };
        Other {
            pod: end.seen,
            address,
        }
    }
}

/// Why policies are not asked at all (S37..S39).
fn exemption(direction: Direction, question: &Question<'_>) -> Option<Exemption> {
    let choices = question.port.choices;
    let (subject, other) = question.ends(direction);
    let is_loop = subject.is_same_pod(other);
    if is_loop && !choices.has(Choice::LoopbackIsJudged) {
        return Some(Exemption::Itself);
    }
    let judged = direction == Direction::Egress && choices.has(Choice::OwnNodeEgressIsJudged);
    let is_own_node = subject.seen.is_some() && other.is_node_of(subject);
    (is_own_node && !judged && !is_loop).then_some(Exemption::OwnNode)
}

/// An address that is no pod's.
fn address_end(node: Option<usize>, addresses: Addresses) -> End {
    End {
        pod: None,
        seen: None,
        node,
        on_host: node.is_some(),
        addresses,
    }
}

/// The nodes, while their addresses are collected.
#[derive(Default)]
struct Nodes {
    names: Interner,
}

impl Nodes {
    /// Whose each address is: a running pod's (S41), else a node's. Pods on a node's network have the
    /// node's addresses (S40), and get them here where they did not say.
    fn owners(&mut self, cluster: &Cluster, pods: &mut [PodFacts]) -> FxHashMap<IpAddr, Owner> {
        let mut owners = FxHashMap::default();
        let running = cluster.pods().iter().enumerate();
        let running = running.filter(|(_, pod)| !pod.finished && !pod.host_network);
        for (place, pod) in running {
            for address in &pod.addresses {
                let owner = owners.entry(address.to_canonical());
                owner.or_insert(Owner::Pod(place));
            }
        }
        let mut addresses_of: FxHashMap<usize, Addresses> = FxHashMap::default();
        for node in cluster.nodes() {
            let place = self.names.id(&node.name);
            let addresses = Addresses::first_of(&node.addresses);
            addresses_of.entry(place).or_insert(addresses);
            for address in &node.addresses {
                let owner = owners.entry(address.to_canonical());
                owner.or_insert(Owner::Node(place));
            }
        }
        for (pod, facts) in cluster.pods().iter().zip(pods) {
            let Some(node) = facts.node.filter(|_| pod.host_network && !pod.finished) else {
                continue;
            };
            for address in &pod.addresses {
                let owner = owners.entry(address.to_canonical());
                owner.or_insert(Owner::Node(node));
            }
            if facts.addresses.is_empty() {
                facts.addresses = addresses_of.get(&node).copied().unwrap_or_default();
            }
        }
        owners
    }
}
