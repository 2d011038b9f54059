//! Single connections, put to the concrete evaluator.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{
    Cluster, Connection, Container, ContainerKind, ContainerPort, Endpoint, Evaluator, Namespace,
    Pod, PodId, Protocol, Reading, Side, Verdict,
};
use netpolc::model;
use netpolc::sets::{self, Direction, FlowPoint, NAMESPACE_NAME};
use smol_str::SmolStr;

/// A connection in the smallest cluster that has both ends of it.
pub(crate) struct Asked {
    cluster: Cluster,
    connection: Connection,
}

impl Asked {
    pub(crate) fn of(point: &FlowPoint) -> Self {
        let mut namespaces: BTreeMap<String, Namespace> = BTreeMap::new();
        let mut pods = Vec::new();
        let mut end = |end: &sets::Endpoint, ports: Vec<ContainerPort>| match end {
            sets::Endpoint::Address(address) => Endpoint::Address(*address),
            sets::Endpoint::Pod(pod) => {
                let namespace = namespace(pod);
                let known = namespaces
                    .entry(namespace.name.clone())
                    .or_insert_with(|| namespace.clone());
                assert_eq!(*known, namespace, "one namespace has two sets of labels");
                pods.push(Pod {
                    namespace: namespace.name,
                    name: format!("pod-{}", pods.len()),
                    labels: labels(&pod.labels),
                    containers: vec![Container {
                        kind: ContainerKind::App,
                        ports,
                    }],
                    ..Pod::default()
                });
                Endpoint::Pod(PodId(pods.len() - 1))
            }
        };
        let port = &point.port;
        let named = port.names.iter().map(|name| ContainerPort {
            name: Some(name.to_string()),
            protocol: protocol(port.protocol),
            number: port.number,
        });
        let source = end(&point.source, Vec::new());
        let target = end(&point.target, named.collect());
        let is_address = matches!(target, Endpoint::Address(_));
        assert!(!is_address || port.names.is_empty(), "{point:?}");
        assert!(port.number > 0, "{point:?}");
        Self {
            cluster: Cluster::new(namespaces.into_values().collect(), Vec::new(), pods),
            connection: Connection {
                source,
                target,
                protocol: protocol(port.protocol),
                port: port.number,
            },
        }
    }

    pub(crate) fn verdict(&self, objects: &[NetworkPolicy]) -> Verdict {
        Evaluator::new(objects, &self.cluster, &reading()).verdict(&self.connection)
    }

    /// Whether it passes at the end that decides in a direction.
    pub(crate) fn passes(&self, objects: &[NetworkPolicy], direction: Direction) -> bool {
        side(&self.verdict(objects), direction).allows()
    }
}

/// What the end says that decides in a direction.
pub(crate) fn side(verdict: &Verdict, direction: Direction) -> &Side {
    match direction {
        Direction::Ingress => &verdict.ingress,
        Direction::Egress => &verdict.egress,
    }
}

/// Objects without a namespace are in the one that a file without a namespace has.
pub(crate) fn reading() -> Reading {
    Reading {
        default_namespace: model::Namespace::UNNAMED.to_owned(),
        ..Reading::default()
    }
}

pub(crate) fn protocol(protocol: sets::Protocol) -> Protocol {
    match protocol {
        sets::Protocol::Tcp => Protocol::Tcp,
        sets::Protocol::Udp => Protocol::Udp,
        sets::Protocol::Sctp => Protocol::Sctp,
    }
}

/// The namespace of a pod, which has a name.
fn namespace(pod: &sets::Pod) -> Namespace {
    Namespace {
        name: pod.namespace.get(NAMESPACE_NAME).unwrap().to_string(),
        labels: labels(&pod.namespace),
    }
}

fn labels(all: &BTreeMap<SmolStr, SmolStr>) -> BTreeMap<String, String> {
    let owned = |(key, value): (&SmolStr, &SmolStr)| (key.to_string(), value.to_string());
    all.iter().map(owned).collect()
}
