//! Small random clusters, in which much of what a program or its objects speak of exists.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use netpolc::eval::concrete::{
    Cluster, Connection, Container, ContainerKind, ContainerPort, Endpoint, Namespace, Pod, PodId,
};
use netpolc::model;
use netpolc::sets::{self, FlowPoint, PortPoint};
use smol_str::SmolStr;

use crate::properties::random::Random;
use crate::properties::universe::{HOME, Labels, Mentioned, NAMESPACE_NAME, borders};
use crate::support::asked::protocol;

const PODS: usize = 14;

/// The values and numbers that things are drawn from.
#[derive(Debug)]
pub(crate) struct Town {
    pub(crate) cluster: Cluster,
    addresses: Vec<IpAddr>,
    numbers: Vec<u16>,
}

impl Town {
    /// Half of its pods are in the namespaces `own`.
    pub(crate) fn new(mentioned: &Mentioned, own: &[&str], random: &mut Random) -> Self {
        let mut names: BTreeSet<String> = mentioned.namespaces.clone();
        names.extend(own.iter().map(|name| (*name).to_owned()));
        if names.remove(HOME) {
            names.insert(model::Namespace::UNNAMED.to_owned());
        }
        names.insert("fresh-elsewhere".to_owned());
        let names = Vec::from_iter(names);
        let namespaces = names.iter().map(|name| Namespace {
            name: name.clone(),
            labels: labels(&mentioned.namespace_labels, random),
        });
        let namespaces = namespaces.collect();
        let mut numbers = BTreeSet::from([1, 65535]);
        for number in &mentioned.numbers {
            numbers.extend([number.saturating_sub(1).max(1), *number]);
            numbers.insert(number.saturating_add(1));
        }
        let numbers = Vec::from_iter(numbers);
        let pods = (0..PODS).map(|at| {
            let namespace = if random.chance(50) && !own.is_empty() {
                random.pick(own).to_owned()
            } else {
                random.pick(&names)
            };
            Pod {
                namespace,
                name: format!("pod-{at}"),
                labels: labels(&mentioned.labels, random),
                containers: vec![Container {
                    kind: ContainerKind::App,
                    ports: named_ports(mentioned, &numbers, random),
                }],
                ..Pod::default()
            }
        });
        let pods = pods.collect();
        Self {
            cluster: Cluster::new(namespaces, Vec::new(), pods),
            addresses: Vec::from_iter(borders(&mentioned.blocks)),
            numbers,
        }
    }

    /// A connection between two of its pods, or of one with an address.
    pub(crate) fn connection(&self, random: &mut Random) -> Connection {
        let first = random.below(PODS);
        let pod = Endpoint::Pod(PodId(first));
        let other = if random.chance(25) {
            Endpoint::Address(random.pick(&self.addresses))
        } else {
            // No pod is asked about itself: no policy decides that (S37).
            Endpoint::Pod(PodId((first + 1 + random.below(PODS - 1)) % PODS))
        };
        let (source, target) = if random.chance(50) {
            (pod, other)
        } else {
            (other, pod)
        };
        let protocols = [
            sets::Protocol::Tcp,
            sets::Protocol::Tcp,
            sets::Protocol::Udp,
            sets::Protocol::Sctp,
        ];
        let mut connection = Connection {
            source,
            target,
            protocol: protocol(random.pick(&protocols)),
            port: random.pick(&self.numbers),
        };
        let named = self.ports(target);
        if !named.is_empty() && random.chance(40) {
            let named = random.pick(named);
            connection.protocol = named.protocol;
            connection.port = named.number;
        }
        connection
    }

    /// The same connection for the sets.
    pub(crate) fn point(&self, connection: &Connection) -> FlowPoint {
        let of_it = |port: &&ContainerPort| {
            port.protocol == connection.protocol && port.number == connection.port
        };
        let named = self.ports(connection.target).iter().filter(of_it);
        let all = sets::Protocol::ALL.into_iter();
        let mut same = all.filter(|one| protocol(*one) == connection.protocol);
        FlowPoint {
            source: self.endpoint(connection.source),
            target: self.endpoint(connection.target),
            port: PortPoint {
                protocol: same.next().unwrap(),
                number: connection.port,
                names: named
                    .filter_map(|port| port.name.as_ref().map(SmolStr::new))
                    .collect(),
            },
        }
    }

    fn endpoint(&self, end: Endpoint) -> sets::Endpoint {
        let pod = match end {
            Endpoint::Address(address) => return sets::Endpoint::Address(address),
            Endpoint::Pod(id) => self.cluster.pod(id).unwrap(),
        };
        let mut namespaces = self.cluster.namespaces().iter();
        let namespace = namespaces.find(|one| one.name == pod.namespace).unwrap();
        assert!(namespace.labels.contains_key(NAMESPACE_NAME));
        sets::Endpoint::Pod(sets::Pod {
            namespace: small(&namespace.labels),
            labels: small(&pod.labels),
        })
    }

    fn ports(&self, end: Endpoint) -> &[ContainerPort] {
        match end {
            Endpoint::Address(_) => &[],
            Endpoint::Pod(id) => &self.cluster.pod(id).unwrap().containers[0].ports,
        }
    }
}

/// For each key one of its values, a fresh one, or none.
fn labels(mentioned: &BTreeMap<String, BTreeSet<String>>, random: &mut Random) -> Labels {
    let mut all = Labels::new();
    for (key, values) in mentioned {
        let values: Vec<&String> = values.iter().collect();
        let chosen = random.below(100);
        if chosen < 70 && !values.is_empty() {
            all.insert(key.clone(), random.pick(&values).clone());
        } else if chosen < 85 {
            all.insert(key.clone(), "fresh-value".to_owned());
        }
    }
    all
}

/// No name stands twice in a pod: which number counts then is another question (S27).
fn named_ports(mentioned: &Mentioned, numbers: &[u16], random: &mut Random) -> Vec<ContainerPort> {
    let mut all = Vec::new();
    for name in &mentioned.port_names {
        if random.chance(65) {
            let protocols = [
                sets::Protocol::Tcp,
                sets::Protocol::Tcp,
                sets::Protocol::Udp,
            ];
            all.push(ContainerPort {
                name: Some(name.clone()),
                protocol: protocol(random.pick(&protocols)),
                number: random.pick(numbers),
            });
        }
    }
    all
}

fn small(labels: &Labels) -> BTreeMap<SmolStr, SmolStr> {
    let small = |(key, value): (&String, &String)| (SmolStr::new(key), SmolStr::new(value));
    labels.iter().map(small).collect()
}
