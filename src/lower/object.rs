//! From subjects to objects: the last step, and the only one that builds Kubernetes' types.

use std::collections::BTreeMap;
use std::sync::Arc;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::k8s::{INSTANCE, MANAGED_BY, MANAGER, Policy};
use crate::lower::Extras;
use crate::lower::content::{Content, Group};
use crate::lower::earlier::Earlier;
use crate::lower::name::{DEFAULT_DENY, Namer};
use crate::lower::selector::{namespace_selector, pod_selector};
use crate::lower::subjects::{Permit, Subject, Subjects};
use crate::model::{Model, NamespaceId, Part, PartId, PortEntry, PortList, PortMatch, StatementId};
use crate::parallel;
use crate::sets::{Direction, Pods, Protocol};
use crate::source::Origin;

/// The objects of all subjects, with what they say: by namespace, `default-deny` first, then the rules for all
/// pods, then by name. One that was written `earlier` is not written again.
pub(super) fn policies(
    model: &Model,
    subjects: &Subjects,
    extras: &Extras<'_>,
    earlier: Option<&Earlier>,
) -> Vec<(Content, Policy)> {
    let writer = Writer::new(model, extras);
    let known = earlier.map(|earlier| earlier.known(model, extras));
    let of_subject = |subject: &Subject| {
        let everything = subject.pods.is_everything();
        let default_deny = everything.then(|| writer.default_deny(subject)).flatten();
        [default_deny, writer.policy(subject)].map(|draft| {
            let draft = draft?;
            let same = known
                .as_ref()
                .and_then(|known| known.object(&draft.content));
            let object = same.unwrap_or_else(|| Arc::new(writer.object(&draft.content)));
            Some(draft.of(object))
        })
    };
    let written = parallel::map(subjects.all(), of_subject);
    let mut policies: Vec<(Rank, Content, Policy)> =
        written.into_iter().flatten().flatten().collect();
    policies.sort_by(|(rank, one, _), (other_rank, other, _)| {
        let own = (one.namespace, rank, &one.name);
        own.cmp(&(other.namespace, other_rank, &other.name))
    });
    let policies = policies.into_iter();
    policies
        .map(|(_, content, policy)| (content, policy))
        .collect()
}

/// The place of an object among those of its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    DefaultDeny,
    AllPods,
    Named,
}

/// An object that is still to be written.
struct Draft {
    rank: Rank,
    content: Content,
    isolated_by: Vec<Origin>,
    ingress: Vec<Vec<Origin>>,
    egress: Vec<Vec<Origin>>,
}

impl Draft {
    fn of(self, object: Arc<NetworkPolicy>) -> (Rank, Content, Policy) {
        let policy = Policy {
            object,
            isolated_by: self.isolated_by,
            ingress: self.ingress,
            egress: self.egress,
        };
        (self.rank, self.content, policy)
    }
}

struct Writer<'a> {
    model: &'a Model,
    extras: &'a Extras<'a>,
    namer: Namer<'a>,
    /// For each part and list of ports its place in the canonical order.
    parts: Vec<u32>,
    ports: Vec<u32>,
}

impl<'a> Writer<'a> {
    fn new(model: &'a Model, extras: &'a Extras<'a>) -> Self {
        Self {
            model,
            extras,
            namer: Namer::new(model),
            parts: ranks(model.parts()),
            ports: ranks(model.ports.values()),
        }
    }

    /// What `default deny` writes, and nothing else.
    fn default_deny(&self, subject: &Subject) -> Option<Draft> {
        if subject.isolated_by.is_empty() {
            return None;
        }
        Some(Draft {
            rank: Rank::DefaultDeny,
            content: Content {
                namespace: subject.namespace,
                name: self.namer.prefixed(DEFAULT_DENY),
                pods: subject.pods.clone(),
                directions: subject.isolated_by.keys().copied().collect(),
                ingress: Vec::new(),
                egress: Vec::new(),
            },
            isolated_by: self.isolated_by(subject),
            ingress: Vec::new(),
            egress: Vec::new(),
        })
    }

    /// The object with the rules of a subject; of `*` only where there are any.
    fn policy(&self, subject: &Subject) -> Option<Draft> {
        let all = subject.pods.is_everything();
        let (ingress, by_ingress) = self.groups(&subject.ingress);
        let (egress, by_egress) = self.groups(&subject.egress);
        let isolates = |direction| !all && subject.isolated_by.contains_key(&direction);
        let has = |direction: &Direction| match direction {
            Direction::Ingress => !ingress.is_empty() || isolates(Direction::Ingress),
            Direction::Egress => !egress.is_empty() || isolates(Direction::Egress),
        };
        let directions: Vec<Direction> = Direction::BOTH.into_iter().filter(has).collect();
        if directions.is_empty() {
            return None;
        }
        Some(Draft {
            rank: if all { Rank::AllPods } else { Rank::Named },
            content: Content {
                namespace: subject.namespace,
                name: self.namer.policy(subject.namespace, &subject.pods),
                pods: subject.pods.clone(),
                directions,
                ingress,
                egress,
            },
            isolated_by: if all {
                Vec::new()
            } else {
                self.isolated_by(subject)
            },
            ingress: by_ingress,
            egress: by_egress,
        })
    }

    /// The object that says this.
    fn object(&self, content: &Content) -> NetworkPolicy {
        let mut labels: BTreeMap<String, String> = self.extras.labels.iter().cloned().collect();
        labels.insert(MANAGED_BY.to_owned(), MANAGER.to_owned());
        if let Some(prefix) = &self.model.prefix {
            labels.insert(INSTANCE.to_owned(), prefix.to_string());
        }
        let annotations: BTreeMap<String, String> =
            self.extras.annotations.iter().cloned().collect();
        let namespace = content.namespace;
        let own = self.model.namespaces.get(namespace.0 as usize);
        let types = content.directions.iter().map(|direction| match direction {
            Direction::Ingress => "Ingress".to_owned(),
            Direction::Egress => "Egress".to_owned(),
        });
        let rules = |groups: &[Group]| -> Vec<_> {
            let rules = groups.iter();
            let rules = rules.map(|group| {
                let ports = ports(self.model.port_list(group.ports));
                (self.peers(namespace, &group.peers), ports)
            });
            rules.collect()
        };
        let ingress = rules(&content.ingress).into_iter();
        let ingress = ingress.map(|(from, ports)| NetworkPolicyIngressRule { from, ports });
        let ingress: Vec<_> = ingress.collect();
        let egress = rules(&content.egress).into_iter();
        let egress = egress.map(|(to, ports)| NetworkPolicyEgressRule { ports, to });
        let egress: Vec<_> = egress.collect();
        NetworkPolicy {
            metadata: ObjectMeta {
                name: Some(content.name.clone()),
                namespace: own.and_then(|own| own.name()).map(str::to_owned),
                labels: Some(labels),
                annotations: (!annotations.is_empty()).then_some(annotations),
                ..ObjectMeta::default()
            },
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(pod_selector(&content.pods)),
                policy_types: Some(types.collect()),
                ingress: (!ingress.is_empty()).then_some(ingress),
                egress: (!egress.is_empty()).then_some(egress),
            }),
        }
    }

    fn isolated_by(&self, subject: &Subject) -> Vec<Origin> {
        let causes = subject.isolated_by.values().flatten().copied().collect();
        self.origins(causes)
    }

    /// Permits as rules, with the statements of each: peers with equal ports share one.
    fn groups(&self, permits: &[Permit]) -> (Vec<Group>, Vec<Vec<Origin>>) {
        let rank = |ranks: &[u32], id: u32| ranks.get(id as usize).copied().unwrap_or(u32::MAX);
        let mut ordered: Vec<(u32, u32, &Permit)> = permits
            .iter()
            .map(|permit| {
                (
                    rank(&self.ports, permit.ports.0),
                    rank(&self.parts, permit.peer.0),
                    permit,
                )
            })
            .collect();
        ordered.sort_unstable();
        let groups = ordered
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(|chunk| {
                let (_, _, first) = chunk.first()?;
                let statements = chunk
                    .iter()
                    .map(|(_, _, permit)| permit.statement)
                    .collect();
                let mut peers: Vec<PartId> =
                    chunk.iter().map(|(_, _, permit)| permit.peer).collect();
                peers.dedup();
                let ports = first.ports;
                Some((Group { ports, peers }, self.origins(statements)))
            });
        groups.unzip()
    }

    /// The peers of a rule; `None`, which is everything, where one of them is `any` (S12).
    fn peers(&self, namespace: NamespaceId, parts: &[PartId]) -> Option<Vec<NetworkPolicyPeer>> {
        let mut peers = Vec::with_capacity(parts.len());
        for part in parts {
            peers.push(self.peer(namespace, self.model.part(*part))?);
        }
        Some(peers)
    }

    fn peer(&self, namespace: NamespaceId, part: &Part) -> Option<NetworkPolicyPeer> {
        match part {
            Part::Any => None,
            Part::Pods(pods) => Some(self.pods(namespace, pods)),
            Part::Block(block) => {
                let except: Vec<String> = block.except().iter().map(ToString::to_string).collect();
                Some(NetworkPolicyPeer {
                    ip_block: Some(IPBlock {
                        cidr: block.cidr().to_string(),
                        except: (!except.is_empty()).then_some(except),
                    }),
                    ..NetworkPolicyPeer::default()
                })
            }
        }
    }

    /// Pods of the policy's own namespace by their labels alone, others with a namespace selector (S14).
    fn pods(&self, namespace: NamespaceId, pods: &Pods) -> NetworkPolicyPeer {
        let own = self.model.namespaces.get(namespace.0 as usize);
        let here = own.is_some_and(|own| pods.namespace_name() == Some(own.key()));
        NetworkPolicyPeer {
            namespace_selector: (!here).then(|| namespace_selector(&pods.namespace)),
            pod_selector: (here || !pods.labels.is_everything())
                .then(|| pod_selector(&pods.labels)),
            ip_block: None,
        }
    }

    /// The statements in the order of their text, those of equal text once.
    fn origins(&self, mut statements: Vec<StatementId>) -> Vec<Origin> {
        statements.sort_unstable();
        statements.dedup();
        let found = statements
            .iter()
            .filter_map(|id| self.model.statements.get(id.0 as usize));
        let mut origins: Vec<Origin> = Vec::with_capacity(statements.len());
        origins.extend(found.cloned());
        origins.sort();
        origins.dedup_by(|one, other| one.text == other.text);
        origins
    }
}

/// For each value the place it has when all are sorted.
fn ranks<'v, T: Ord + 'v>(values: impl Iterator<Item = &'v T>) -> Vec<u32> {
    let mut ordered: Vec<(&T, usize)> = values.zip(0..).collect();
    ordered.sort();
    let mut ranks = vec![0; ordered.len()];
    for (rank, (_, index)) in (0u32..).zip(ordered) {
        if let Some(place) = ranks.get_mut(index) {
            *place = rank;
        }
    }
    ranks
}

/// The ports of a rule; `None`, which is all of every protocol, for an empty list (S12).
fn ports(list: &PortList) -> Option<Vec<NetworkPolicyPort>> {
    let ports: Vec<NetworkPolicyPort> = list.entries().iter().map(port).collect();
    (!ports.is_empty()).then_some(ports)
}

fn port(entry: &PortEntry) -> NetworkPolicyPort {
    let protocol = match entry.protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Sctp => "SCTP",
    };
    let (port, end_port) = match &entry.ports {
        PortMatch::All => (None, None),
        PortMatch::Name(name) => (Some(IntOrString::String(name.to_string())), None),
        PortMatch::Range(low, high) => (
            Some(IntOrString::Int(i32::from(*low))),
            (low < high).then_some(i32::from(*high)),
        ),
    };
    NetworkPolicyPort {
        end_port,
        port,
        protocol: Some(protocol.to_owned()),
    }
}
