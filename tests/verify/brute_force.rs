//! Whether two sets of objects mean the same: every connection of a universe that tells apart all that
//! they speak of, put to the concrete evaluator.
//!
//! The universe is cut to what can matter. Only pods that a changed object selects can change; of
//! endpoints and ports that the same rules of such a pod speak of, one stands for all.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete;
use netpolc::eval::concrete::{
    Cluster, Connection, Container, ContainerKind, ContainerPort, Evaluator, Namespace, Pod, PodId,
    Protocol, Reading,
};
use netpolc::sets::Direction;

use crate::properties::evaluator::{self, Rule, mention, namespace, selects};
use crate::properties::program;
use crate::properties::universe::{
    self, Endpoint, HOME, Labels, Mentioned, NAMESPACE_NAME, Point, Universe, combinations,
};
use crate::support::asked::side;

/// How much of the universe is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One of each class.
    Classes,
    /// Everything.
    Everything,
}

/// Whether the objects after a change to some of them decide a connection differently than before.
pub(crate) fn differs(
    before: &[NetworkPolicy],
    after: &[NetworkPolicy],
    changed: &[NetworkPolicy],
    extent: Extent,
) -> bool {
    let places: BTreeSet<&str> = changed.iter().map(namespace).collect();
    places.into_iter().any(|place| {
        let here = |all: &[NetworkPolicy]| -> Vec<NetworkPolicy> {
            let here = all.iter().filter(|policy| namespace(policy) == place);
            here.cloned().collect()
        };
        let both = [here(before), here(after)].concat();
        let changed = here(changed);
        let own = own_pods(place, &both, &changed, extent);
        own.into_iter().any(|own| {
            let relevant: Vec<NetworkPolicy> = both
                .iter()
                .filter(|policy| selects(policy, &own))
                .cloned()
                .collect();
            [Direction::Ingress, Direction::Egress]
                .into_iter()
                .any(|direction| {
                    let street = Street::new(&own, &relevant, direction, extent);
                    street.differs(before, after)
                })
        })
    })
}

/// The pods of a namespace that changed objects select: one for each set of objects that select it.
fn own_pods(
    place: &str,
    both: &[NetworkPolicy],
    changed: &[NetworkPolicy],
    extent: Extent,
) -> Vec<Endpoint> {
    let mut mentioned = Mentioned::default();
    for policy in both {
        let mut subject = policy.clone();
        let spec = subject.spec.as_mut().unwrap();
        (spec.ingress, spec.egress) = (None, None);
        mention(&[subject], &mut mentioned);
    }
    let mut known = HashSet::new();
    let pods = combinations(&mentioned.labels).into_iter().map(|labels| {
        let name = (NAMESPACE_NAME.to_owned(), place.to_owned());
        Endpoint::Pod(universe::Pod {
            namespace: place.to_owned(),
            labels,
            namespace_labels: BTreeMap::from([name]),
        })
    });
    let selected = pods.filter(|pod| changed.iter().any(|policy| selects(policy, pod)));
    let all = selected.filter(|pod| {
        let by: Vec<bool> = both.iter().map(|policy| selects(policy, pod)).collect();
        known.insert(by) || extent == Extent::Everything
    });
    all.collect()
}

/// One own pod, all that it may be connected with in a direction, and the ports.
struct Street<'own> {
    own: &'own Endpoint,
    others: Vec<Endpoint>,
    points: Vec<Point>,
    direction: Direction,
}

impl<'own> Street<'own> {
    fn new(
        own: &'own Endpoint,
        relevant: &[NetworkPolicy],
        direction: Direction,
        extent: Extent,
    ) -> Self {
        let mut mentioned = Mentioned::default();
        for policy in relevant {
            let mut rules = policy.clone();
            rules.spec.as_mut().unwrap().pod_selector = None;
            mention(&[rules], &mut mentioned);
        }
        let universe = Universe::new(&mentioned);
        let way = match direction {
            Direction::Ingress => program::Direction::Ingress,
            Direction::Egress => program::Direction::Egress,
        };
        let mut rules = evaluator::rules(relevant);
        rules.retain(|rule| rule.direction == way);
        let mut others = universe.endpoints;
        let mut points = universe.points;
        if extent == Extent::Classes {
            keep_one(&mut others, &rules, Rule::has_peer, |end| {
                matches!(end, Endpoint::Address(_))
            });
            // An address has no names: a port that has some does not stand for one without.
            keep_one(&mut points, &rules, Rule::has_port, |point| {
                point.names.is_empty()
            });
        }
        Self {
            own,
            others,
            points,
            direction,
        }
    }

    fn differs(&self, before: &[NetworkPolicy], after: &[NetworkPolicy]) -> bool {
        let mut worlds: BTreeMap<Labels, Vec<&Endpoint>> = BTreeMap::new();
        for other in &self.others {
            let mut labels = match other {
                Endpoint::Pod(pod) => pod.namespace_labels.clone(),
                Endpoint::Address(_) => Labels::new(),
            };
            labels.remove(NAMESPACE_NAME);
            worlds.entry(labels).or_default().push(other);
        }
        let mut worlds = worlds.into_iter();
        worlds.any(|(labels, others)| self.differs_in(&labels, &others, before, after))
    }

    /// Whether they differ where all namespaces have some labels besides their name.
    fn differs_in(
        &self,
        labels: &Labels,
        others: &[&Endpoint],
        before: &[NetworkPolicy],
        after: &[NetworkPolicy],
    ) -> bool {
        let mut people = People::default();
        let mut asked = Vec::new();
        for point in &self.points {
            let own = match self.direction {
                Direction::Ingress => people.end(self.own, Some(point)),
                Direction::Egress => people.end(self.own, None),
            };
            for other in others {
                let is_address = matches!(other, Endpoint::Address(_));
                let (source, target) = match self.direction {
                    Direction::Ingress => (people.end(other, None), own),
                    Direction::Egress if is_address && !point.names.is_empty() => continue,
                    Direction::Egress => (own, people.end(other, Some(point))),
                };
                // A pod and itself are let be (S37); an own pod meets its like.
                let target = if source == target {
                    people.like(target)
                } else {
                    target
                };
                asked.push(Connection {
                    source,
                    target,
                    protocol: protocol(point),
                    port: point.number,
                });
            }
        }
        let names: BTreeSet<String> = people
            .pods
            .iter()
            .map(|pod| pod.namespace.clone())
            .collect();
        let namespaces = names.into_iter().map(|name| Namespace {
            name,
            labels: labels.clone(),
        });
        let cluster = Cluster::new(namespaces.collect(), Vec::new(), people.pods);
        let reading = Reading {
            default_namespace: HOME.to_owned(),
            ..Reading::default()
        };
        let [before, after] =
            [before, after].map(|objects| Evaluator::new(objects, &cluster, &reading));
        asked.iter().any(|connection| {
            let [before, after] = [&before, &after].map(|one| {
                let verdict = one.verdict(connection);
                side(&verdict, self.direction).allows()
            });
            before != after
        })
    }
}

/// Keeps one of those that the same rules speak of, of each of two kinds.
fn keep_one<'r, T>(
    all: &mut Vec<T>,
    rules: &[Rule<'r>],
    speaks_of: impl Fn(&Rule<'r>, &T) -> bool,
    kind: impl Fn(&T) -> bool,
) {
    let mut known = HashSet::new();
    all.retain(|one| {
        let by: Vec<bool> = rules.iter().map(|rule| speaks_of(rule, one)).collect();
        known.insert((by, kind(one)))
    });
}

/// The pods of the cluster: one for each endpoint and each port that it has to give names to.
#[derive(Default)]
struct People {
    pods: Vec<Pod>,
    known: BTreeMap<String, PodId>,
}

impl People {
    fn end(&mut self, end: &Endpoint, target_of: Option<&Point>) -> concrete::Endpoint {
        let pod = match end {
            Endpoint::Address(address) => return concrete::Endpoint::Address(*address),
            Endpoint::Pod(pod) => pod,
        };
        let point = target_of.filter(|point| !point.names.is_empty());
        let key = format!("{} {:?} {point:?}", pod.namespace, pod.labels);
        if let Some(known) = self.known.get(&key) {
            return concrete::Endpoint::Pod(*known);
        }
        let ports = point.into_iter().flat_map(|point| {
            point.names.iter().map(|name| ContainerPort {
                name: Some(name.clone()),
                protocol: protocol(point),
                number: point.number,
            })
        });
        let id = PodId(self.pods.len());
        self.known.insert(key, id);
        self.pods.push(Pod {
            namespace: pod.namespace.clone(),
            name: format!("pod-{}", id.0),
            labels: pod.labels.clone(),
            containers: vec![Container {
                kind: ContainerKind::App,
                ports: ports.collect(),
            }],
            ..Pod::default()
        });
        concrete::Endpoint::Pod(id)
    }

    /// Another pod like this one.
    fn like(&mut self, end: concrete::Endpoint) -> concrete::Endpoint {
        let concrete::Endpoint::Pod(id) = end else {
            return end;
        };
        let mut pod = self.pods[id.0].clone();
        pod.name = format!("pod-{}", self.pods.len());
        self.pods.push(pod);
        concrete::Endpoint::Pod(PodId(self.pods.len() - 1))
    }
}

fn protocol(point: &Point) -> Protocol {
    match point.protocol {
        program::Protocol::Tcp => Protocol::Tcp,
        program::Protocol::Udp => Protocol::Udp,
        program::Protocol::Sctp => Protocol::Sctp,
    }
}
