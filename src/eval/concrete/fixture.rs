//! Clusters and policies for tests of this folder.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

use super::cluster::{Cluster, PodId};
use super::connection::{Connection, Endpoint};
use super::container::{Container, ContainerKind, ContainerPort};
use super::namespace::Namespace;
use super::node::Node;
use super::pod::Pod;
use super::protocol::Protocol;

/// A pod of namespace `x` with the label `app=NAME`, with these addresses.
pub(super) fn pod(name: &str, addresses: &[&str]) -> Pod {
    Pod {
        namespace: "x".to_owned(),
        name: name.to_owned(),
        labels: BTreeMap::from([("app".to_owned(), name.to_owned())]),
        addresses: addresses.iter().map(|one| one.parse().unwrap()).collect(),
        ..Pod::default()
    }
}

/// A pod on the network of a node.
pub(super) fn host_pod(name: &str, node: &str, addresses: &[&str]) -> Pod {
    Pod {
        node: Some(node.to_owned()),
        host_network: true,
        ..pod(name, addresses)
    }
}

/// A container with one named TCP port.
pub(super) fn container(kind: ContainerKind, name: &str, number: u16) -> Container {
    let port = ContainerPort {
        name: Some(name.to_owned()),
        protocol: Protocol::Tcp,
        number,
    };
    Container {
        kind,
        ports: vec![port],
    }
}

pub(super) fn cluster(pods: Vec<Pod>) -> Cluster {
    let node = Node {
        name: "n".to_owned(),
        addresses: vec!["192.0.2.1".parse().unwrap()],
    };
    Cluster::new(Vec::new(), vec![node], pods)
}

/// A policy of namespace `x`.
pub(super) fn policy(spec: &Value) -> NetworkPolicy {
    let object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"name": "p", "namespace": "x"},
        "spec": spec,
    });
    serde_json::from_value(object).unwrap()
}

/// The selector of pods labelled `app=NAME`.
pub(super) fn app(name: &str) -> Value {
    json!({"matchLabels": {"app": name}})
}

/// An end: an address, or a pod of namespace `x` by its name.
pub(super) fn end(cluster: &Cluster, written: &str) -> Endpoint {
    written.parse().map_or_else(
        |_| Endpoint::Pod(cluster.find("x", written).unwrap()),
        Endpoint::Address,
    )
}

/// A TCP connection to port 80.
pub(super) fn http(cluster: &Cluster, source: &str, target: &str) -> Connection {
    Connection {
        source: end(cluster, source),
        target: end(cluster, target),
        protocol: Protocol::Tcp,
        port: 80,
    }
}

/// Numbers that look random and are the same in each run (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub(super) fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// Mostly plain pods of three namespaces, on two nodes.
    pub(super) fn cluster(&mut self) -> Cluster {
        let count = 2 + self.below(150);
        let pods = (0..count).map(|place| self.pod(place)).collect();
        let team = BTreeMap::from([("team".to_owned(), "a".to_owned())]);
        let namespaces = vec![Namespace {
            name: "x".to_owned(),
            labels: team,
        }];
        let node = |name: &str, address: &str| Node {
            name: name.to_owned(),
            addresses: vec![address.parse().unwrap()],
        };
        let nodes = vec![node("n", "192.0.2.1"), node("m", "192.0.2.2")];
        Cluster::new(namespaces, nodes, pods)
    }

    fn pod(&mut self, place: usize) -> Pod {
        let mut labels = BTreeMap::from([("id".to_owned(), place.to_string())]);
        for key in ["a", "b"] {
            if !self.one_in(3) {
                labels.insert(key.to_owned(), self.below(3).to_string());
            }
        }
        let mut addresses = Vec::new();
        if !self.one_in(8) {
            addresses.push(format!("10.0.0.{place}").parse().unwrap());
        }
        if self.one_in(3) {
            addresses.push(format!("fd00::{place:x}").parse().unwrap());
        }
        let host_network = self.one_in(10);
        if host_network {
            addresses.clear();
        }
        let mut containers = Vec::new();
        for _ in 0..self.below(4) {
            let kind = if self.one_in(4) {
                ContainerKind::Sidecar
            } else {
                ContainerKind::App
            };
            let number = self.pick(&[80, 81]);
            containers.push(container(kind, "web", number));
        }
        Pod {
            namespace: self.pick(&["x", "y", "z"]).to_owned(),
            name: format!("p{place}"),
            labels,
            addresses,
            containers,
            node: (host_network || self.one_in(2)).then(|| self.pick(&["n", "m"]).to_owned()),
            host_network,
            finished: self.one_in(30),
        }
    }

    /// Up to eight policies.
    pub(super) fn policies(&mut self) -> Vec<NetworkPolicy> {
        (0..self.below(8)).map(|_| self.policy()).collect()
    }

    fn policy(&mut self) -> NetworkPolicy {
        let mut spec = json!({"podSelector": self.selector()});
        let types = [
            json!([]),
            json!(["Ingress"]),
            json!(["Egress"]),
            json!(["Egress", "Ingress"]),
        ];
        spec["policyTypes"] = self.pick(&types);
        spec["ingress"] = (0..self.below(3)).map(|_| self.rule("from")).collect();
        spec["egress"] = (0..self.below(3)).map(|_| self.rule("to")).collect();
        let mut policy = policy(&spec);
        policy.metadata.namespace = self.pick(&[None, Some("x".to_owned()), Some("y".to_owned())]);
        policy
    }

    fn rule(&mut self, peers: &str) -> Value {
        let mut rule = json!({});
        if !self.one_in(5) {
            rule[peers] = (0..=self.below(3)).map(|_| self.peer()).collect();
        }
        if !self.one_in(3) {
            let ports = [
                json!({}),
                json!({"port": 80}),
                json!({"port": 80, "endPort": 81}),
                json!({"port": 80, "protocol": "UDP"}),
                json!({"port": "web"}),
            ];
            rule["ports"] = (0..=self.below(2)).map(|_| self.pick(&ports)).collect();
        }
        rule
    }

    fn peer(&mut self) -> Value {
        match self.below(5) {
            0 => json!({"podSelector": self.selector()}),
            1 => json!({"namespaceSelector": {}}),
            2 => {
                json!({"namespaceSelector": {"matchLabels": {"team": "a"}}, "podSelector": self.selector()})
            }
            3 => self.pick(&[
                json!({"ipBlock": {"cidr": "10.0.0.0/26", "except": ["10.0.0.0/28"]}}),
                json!({"ipBlock": {"cidr": "::/0"}}),
                json!({"ipBlock": {"cidr": "192.0.2.0/31"}}),
            ]),
            _ => json!({"namespaceSelector": {}, "podSelector": self.selector()}),
        }
    }

    fn selector(&mut self) -> Value {
        let (key, value) = (self.pick(&["a", "b"]), self.below(3).to_string());
        match self.below(6) {
            0 => json!({}),
            1 => {
                json!({"matchExpressions": [{"key": key, "operator": "NotIn", "values": [value, "0"]}]})
            }
            2 => json!({"matchExpressions": [{"key": key, "operator": "Exists"}]}),
            3 => json!({"matchLabels": {"id": self.below(50).to_string()}}),
            _ => json!({"matchLabels": {key: value}}),
        }
    }

    pub(super) fn connection(&mut self, cluster: &Cluster) -> Connection {
        Connection {
            source: self.endpoint(cluster),
            target: self.endpoint(cluster),
            protocol: self.pick(&[Protocol::Tcp, Protocol::Tcp, Protocol::Udp]),
            port: self.pick(&[80, 81, 82]),
        }
    }

    fn endpoint(&mut self, cluster: &Cluster) -> Endpoint {
        let addresses = [
            "10.0.0.5",
            "10.0.0.40",
            "10.9.9.9",
            "192.0.2.1",
            "192.0.2.2",
            "fd00::5",
        ];
        if self.one_in(6) {
            return Endpoint::Address(self.pick(&addresses).parse().unwrap());
        }
        Endpoint::Pod(PodId(self.below(cluster.pods().len())))
    }
}
