//! Policies over a cluster, made ready to match.

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use rustc_hash::FxHashMap;

use super::address_ranges::{AddressRanges, Range, ranges_of};
use super::directed::Direction;
use super::group::{Group, GroupBuilder};
use super::interner::Interner;
use super::peers::Peers;
use super::pod_facts::PodFacts;
use super::pod_index::PodIndex;
use super::pod_sets::{PodSet, PodSetInterner, PodSets, SetId};
use super::policy::{Policy, WrittenRule, written_rules};
use super::ports::Ports;
use super::rule::Rule;
use super::selector::Selector;

/// Which pods a peer selects; `None` where a selector is invalid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Scope {
    /// Of one namespace.
    Own(usize, Selector),
    /// Of the namespaces of the first, those of the second.
    Across(Selector, Selector),
}

/// What has been seen so far, so that equal selectors are looked up once in the whole cluster.
pub(super) struct Compiler<'a> {
    words: &'a mut Interner,
    index: PodIndex,
    pods: &'a mut [PodFacts],
    sets: PodSetInterner,
    peers: FxHashMap<Scope, Option<SetId>>,
    /// The group of each set of subjects in a direction.
    group_of: FxHashMap<(Direction, PodSet), usize>,
    /// The group of each selector of subjects, by namespace and direction; `None` where it selects
    /// nobody.
    by_selector: FxHashMap<(Direction, usize, Selector), Option<usize>>,
    groups: Vec<GroupBuilder>,
}

/// What the compiler makes.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) policies: Vec<Policy>,
    pub(super) groups: Vec<Group>,
    pub(super) sets: PodSets,
}

impl<'a> Compiler<'a> {
    /// A compiler that notes in `pods` which groups isolate them.
    pub(super) fn new(
        index: PodIndex,
        pods: &'a mut [PodFacts],
        words: &'a mut Interner,
    ) -> Compiler<'a> {
        Compiler {
            words,
            index,
            pods,
            sets: PodSetInterner::default(),
            peers: FxHashMap::default(),
            group_of: FxHashMap::default(),
            by_selector: FxHashMap::default(),
            groups: Vec::new(),
        }
    }

    /// Compiles all policies; those without a namespace belong to `default_namespace` (S6).
    pub(super) fn compile<'p>(
        mut self,
        policies: impl IntoIterator<Item = &'p NetworkPolicy>,
        default_namespace: &str,
    ) -> Compiled {
        let policies = policies.into_iter().enumerate();
        let policies = policies
            .map(|(place, policy)| {
                let namespace = policy.metadata.namespace.as_deref();
                let namespace = namespace.filter(|name| !name.is_empty());
                let namespace = self.index.namespace(namespace.unwrap_or(default_namespace));
                let empty = NetworkPolicySpec::default();
                let spec = policy.spec.as_ref().unwrap_or(&empty);
                namespace.map_or_else(Policy::default, |it| self.policy(place, it, spec))
            })
            .collect();
        let finish = |group: GroupBuilder| group.finish(&self.sets);
        Compiled {
            policies,
            groups: self.groups.into_iter().map(finish).collect(),
            sets: self.sets.finish(self.pods.len()),
        }
    }

    fn policy(&mut self, place: usize, namespace: usize, spec: &NetworkPolicySpec) -> Policy {
        let mut policy = Policy::default();
        let subject = spec.pod_selector.clone().unwrap_or_default();
        let Some(subject) = Selector::compile(&subject, self.words) else {
            return policy;
        };
        for direction in [Direction::Egress, Direction::Ingress] {
            let Some(written) = written_rules(spec, direction) else {
                continue;
            };
            let Some(group) = self.group(direction, namespace, &subject) else {
                continue;
            };
            if let Some(group) = self.groups.get_mut(group) {
                group.add_policy(place);
            }
            let rules = written.iter().map(|rule| self.rule(group, namespace, rule));
            *policy.rules.get_mut(direction) = Some(rules.collect());
        }
        policy
    }

    /// The group of the pods that a policy isolates; selectors of the same pods share it.
    fn group(
        &mut self,
        direction: Direction,
        namespace: usize,
        subject: &Selector,
    ) -> Option<usize> {
        let key = (direction, namespace, subject.clone());
        if let Some(known) = self.by_selector.get(&key) {
            return *known;
        }
        let members = self.index.in_namespace(namespace, subject);
        let group = (!members.is_empty()).then(|| self.group_of(direction, members));
        self.by_selector.insert(key, group);
        group
    }

    fn group_of(&mut self, direction: Direction, members: Vec<usize>) -> usize {
        let set = PodSet::new(members.clone(), self.pods.len());
        let next = self.groups.len();
        let group = *self.group_of.entry((direction, set)).or_insert(next);
        if group == next {
            self.groups.push(GroupBuilder::default());
            for pod in members {
                if let Some(facts) = self.pods.get_mut(pod) {
                    facts.groups.get_mut(direction).push(group);
                }
            }
        }
        group
    }

    fn rule(&mut self, group: usize, namespace: usize, written: &WrittenRule<'_>) -> Rule {
        let ports = Ports::compile(written.ports, self.words);
        if written.peers.is_empty() {
            if let Some(group) = self.groups.get_mut(group) {
                group.add_everyone(ports.clone());
            }
            return Rule { peers: None, ports };
        }
        let mut sets = Vec::new();
        let mut ranges: Vec<Range> = Vec::new();
        for peer in written.peers {
            sets.extend(self.pods_of(peer, namespace));
            ranges.extend(blocks_of(peer));
        }
        sets.sort_unstable();
        sets.dedup();
        let blocks = AddressRanges::new(ranges);
        if let Some(group) = self.groups.get_mut(group) {
            for set in &sets {
                group.add_pods(*set, ports.clone());
            }
            group.add_blocks(blocks.ranges(), ports.clone());
        }
        let pods = self
            .sets
            .split(sets.into_iter().map(|set| (set, ())).collect());
        let peers = Some(Peers { pods, blocks });
        Rule { peers, ports }
    }

    /// The pods that a peer selects (S14); `None` where there are none.
    fn pods_of(&mut self, peer: &NetworkPolicyPeer, namespace: usize) -> Option<SetId> {
        let scope = self.scope(peer, namespace)?;
        if let Some(known) = self.peers.get(&scope) {
            return *known;
        }
        let pods = match &scope {
            Scope::Own(namespace, pods) => self.index.in_namespace(*namespace, pods),
            Scope::Across(namespaces, pods) => self.index.in_namespaces(namespaces, pods),
        };
        let all = self.pods.len();
        let set = (!pods.is_empty()).then(|| self.sets.id(PodSet::new(pods, all)));
        self.peers.insert(scope, set);
        set
    }

    fn scope(&mut self, peer: &NetworkPolicyPeer, namespace: usize) -> Option<Scope> {
        let mut compile = |selector: &LabelSelector| Selector::compile(selector, self.words);
        match (&peer.ip_block, &peer.namespace_selector, &peer.pod_selector) {
            (Some(_), _, _) | (None, None, None) => None,
            (None, None, Some(pods)) => Some(Scope::Own(namespace, compile(pods)?)),
            (None, Some(namespaces), None) => {
                Some(Scope::Across(compile(namespaces)?, Selector::default()))
            }
            (None, Some(namespaces), Some(pods)) => {
                Some(Scope::Across(compile(namespaces)?, compile(pods)?))
            }
        }
    }
}

/// The addresses of a peer; one with selectors beside the block is invalid (V23).
fn blocks_of(peer: &NetworkPolicyPeer) -> Vec<Range> {
    match (&peer.ip_block, &peer.namespace_selector, &peer.pod_selector) {
        (Some(block), None, None) => ranges_of(block),
        _ => Vec::new(),
    }
}
