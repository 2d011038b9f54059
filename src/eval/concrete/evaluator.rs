//! Policies over a cluster, to ask about connections.

use std::net::IpAddr;

use fnv::FnvHashMap;
use k8s_openapi::api::networking::v1::NetworkPolicy;

use super::caveats::caveats;
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
use super::reading::Reading;
use super::side::{Exemption, RuleRef, Side};
use super::verdict::Verdict;

/// Policies over a cluster, compiled once to be asked many times.
#[derive(Debug)]
pub struct Evaluator {
    choices: Choices,
    pods: Vec<PodFacts>,
    owners: FnvHashMap<IpAddr, Owner>,
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

impl Evaluator {
    /// Compiles policies for a cluster. Their places in `policies` are how answers name them.
    pub fn new<'p>(
        policies: impl IntoIterator<Item = &'p NetworkPolicy>,
        cluster: &Cluster,
        reading: &Reading,
    ) -> Evaluator {
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
        let compiled = compiler.compile(policies, &reading.default_namespace);
        Evaluator {
            choices: Choices::of(reading),
            pods,
            owners,
            compiled,
        }
    }

    /// Whether a connection is allowed: what [`Evaluator::verdict`] says, without the reasons.
    pub fn allows(&self, connection: &Connection) -> bool {
        self.allows_reading(connection, self.choices)
    }

    /// Whether a connection is allowed, and why (S4).
    pub fn verdict(&self, connection: &Connection) -> Verdict {
        let Some(question) = self.question(connection, self.choices) else {
            return Verdict {
                allowed: false,
                egress: Side::NoEndpoint,
                ingress: Side::NoEndpoint,
                caveats: Vec::new(),
            };
        };
        let egress = self.side(Direction::Egress, &question);
        let ingress = self.side(Direction::Ingress, &question);
        Verdict {
            allowed: egress.allows() && ingress.allows(),
            egress,
            ingress,
            caveats: caveats(self, connection, self.choices),
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

    fn side(&self, direction: Direction, question: &Question<'_>) -> Side {
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
    fn owners(&mut self, cluster: &Cluster, pods: &mut [PodFacts]) -> FnvHashMap<IpAddr, Owner> {
        let mut owners = FnvHashMap::default();
        let running = cluster.pods().iter().enumerate();
        let running = running.filter(|(_, pod)| !pod.finished && !pod.host_network);
        for (place, pod) in running {
            for address in &pod.addresses {
                let owner = owners.entry(address.to_canonical());
                owner.or_insert(Owner::Pod(place));
            }
        }
        let mut addresses_of: FnvHashMap<usize, Addresses> = FnvHashMap::default();
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cluster::PodId;
    use super::super::fixture::{Dice, app, cluster, end, host_pod, http, pod, policy};
    use super::super::protocol::Protocol;
    use super::*;

    fn rule(policy: usize, rule: usize) -> RuleRef {
        RuleRef { policy, rule }
    }

    #[test]
    fn sides_name_the_rules_and_the_policies_that_decided() {
        let cluster = cluster(vec![pod("a", &[]), pod("b", &[]), pod("c", &[])]);
        let policies = [
            policy(&json!({"podSelector": app("c"), "ingress": [{}]})),
            policy(&json!({"ingress": [
                {"from": [{"podSelector": app("c")}]},
                {"from": [{"podSelector": app("a")}], "ports": [{"port": 80}]},
                {"from": [{"podSelector": {}}], "ports": [{"port": 81}]},
            ]})),
            policy(&json!({"podSelector": app("b"), "policyTypes": ["Ingress", "Egress"]})),
            policy(&json!({"podSelector": app("b"), "ingress": [{"from": [], "ports": [{}]}]})),
        ];
        let evaluator = Evaluator::new(&policies, &cluster, &Reading::default());
        let sides = |source, target| {
            let verdict = evaluator.verdict(&http(&cluster, source, target));
            assert_eq!(verdict.caveats, []);
            (verdict.egress, verdict.ingress)
        };
        assert_eq!(
            sides("a", "b"),
            (
                Side::NotIsolated,
                Side::AllowedBy(vec![rule(1, 1), rule(3, 0)])
            )
        );
        assert_eq!(
            sides("b", "a"),
            (Side::BlockedBy(vec![2]), Side::BlockedBy(vec![1]))
        );
        assert_eq!(
            sides("c", "a"),
            (Side::NotIsolated, Side::AllowedBy(vec![rule(1, 0)]))
        );
        assert_eq!(
            sides("203.0.113.9", "c"),
            (Side::External, Side::AllowedBy(vec![rule(0, 0)]))
        );
        assert_eq!(
            sides("c", "c"),
            (
                Side::Exempt(Exemption::Itself),
                Side::Exempt(Exemption::Itself)
            )
        );
    }

    #[test]
    fn addresses_of_pods_and_nodes_are_those_pods_and_nodes() {
        let mut on_node = pod("a", &["10.0.0.1", "fd00::1"]);
        on_node.node = Some("n".to_owned());
        let mut gone = pod("gone", &["10.0.0.9"]);
        gone.finished = true;
        let cluster = cluster(vec![gone, on_node, pod("b", &["10.0.0.2"])]);
        let deny = policy(&json!({"policyTypes": ["Ingress"]}));
        let evaluator = Evaluator::new([&deny], &cluster, &Reading::default());
        let ingress = |source, target| {
            let verdict = evaluator.verdict(&http(&cluster, source, target));
            verdict.ingress
        };
        assert_eq!(ingress("192.0.2.1", "a"), Side::Exempt(Exemption::OwnNode));
        assert_eq!(ingress("192.0.2.1", "b"), Side::BlockedBy(vec![0]));
        assert_eq!(ingress("b", "::ffff:10.0.0.1"), Side::BlockedBy(vec![0]));
        assert_eq!(ingress("a", "fd00::1"), Side::Exempt(Exemption::Itself));
        assert_eq!(ingress("a", "10.0.0.9"), Side::External);
        assert_eq!(ingress("a", "gone"), Side::NoEndpoint);
        let nobody = Connection {
            source: Endpoint::Pod(PodId(3)),
            target: end(&cluster, "203.0.113.9"),
            protocol: Protocol::Udp,
            port: 53,
        };
        assert!(!evaluator.allows(&nobody));
        assert!(!evaluator.verdict(&nobody).allowed);
    }

    #[test]
    fn a_host_pod_without_addresses_has_those_of_its_node() {
        let cluster = cluster(vec![pod("a", &["10.0.0.1"]), host_pod("h", "n", &[])]);
        let to_node = json!({"egress": [{"to": [{"ipBlock": {"cidr": "192.0.2.1/32"}}]}]});
        let evaluator = Evaluator::new([&policy(&to_node)], &cluster, &Reading::default());
        let verdict = evaluator.verdict(&http(&cluster, "a", "h"));
        assert_eq!(verdict.egress, Side::AllowedBy(vec![rule(0, 0)]));
        assert_eq!(verdict.ingress, Side::External);
    }

    #[test]
    fn policies_without_a_namespace_are_where_the_reading_says() {
        let cluster = cluster(vec![pod("a", &[]), pod("b", &[])]);
        let mut deny = policy(&json!({}));
        for (namespace, default_namespace, allowed) in [
            (None, "default", true),
            (None, "x", false),
            (Some(""), "x", false),
            (Some("y"), "x", true),
        ] {
            deny.metadata.namespace = namespace.map(str::to_owned);
            let reading = Reading {
                default_namespace: default_namespace.to_owned(),
                ..Reading::default()
            };
            let evaluator = Evaluator::new([&deny], &cluster, &reading);
            assert_eq!(evaluator.allows(&http(&cluster, "a", "b")), allowed);
        }
    }

    fn readings() -> impl Iterator<Item = Reading> {
        (0..8).map(|bits| Reading {
            default_namespace: "x".to_owned(),
            blocks_match_pods: bits & 1 != 0,
            host_pods_are_pods: bits & 2 != 0,
            own_node_egress: bits & 4 == 0,
        })
    }

    /// The fast path against the one with reasons; and an answer that another reading changes has a
    /// caveat.
    #[test]
    fn the_fast_path_gives_the_same_answer() {
        let (mut allowed, mut blocked, mut open) = (0, 0, 0);
        for seed in 0..150 {
            let mut dice = Dice::new(seed);
            let cluster = dice.cluster();
            let policies = dice.policies();
            let evaluators: Vec<Evaluator> = readings()
                .map(|reading| Evaluator::new(&policies, &cluster, &reading))
                .collect();
            for _ in 0..40 {
                let asked = dice.connection(&cluster);
                let answers: Vec<bool> = evaluators.iter().map(|it| it.allows(&asked)).collect();
                let disputed = answers.iter().any(|answer| *answer != answers[0]);
                for (evaluator, fast) in evaluators.iter().zip(&answers) {
                    let verdict = evaluator.verdict(&asked);
                    assert_eq!(verdict.allowed, *fast, "seed {seed}: {asked:?} {verdict:?}");
                    assert!(!disputed || !verdict.caveats.is_empty(), "{asked:?}");
                }
                allowed += usize::from(answers[0]);
                blocked += usize::from(!answers[0]);
                open += usize::from(disputed);
            }
        }
        assert!(
            allowed > 1000 && blocked > 1000 && open > 100,
            "{allowed} {blocked} {open}"
        );
    }
}
