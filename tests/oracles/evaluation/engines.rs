//! What the engines say of connections: the program `evaluate`.

use std::net::IpAddr;
use std::sync::OnceLock;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{Cluster, Container, ContainerKind, ContainerPort, Pod, Protocol};
use serde_json::{Value, json};

use crate::oracles::process::{Process, list};

/// What the policies of each end say of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) egress: bool,
    pub(crate) ingress: bool,
}

impl Sides {
    pub(crate) fn both(self) -> bool {
        self.egress && self.ingress
    }
}

/// A connection as it is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Packet {
    pub(crate) source: IpAddr,
    pub(crate) target: IpAddr,
    pub(crate) protocol: Protocol,
    pub(crate) port: u16,
}

/// What one cluster's engines are asked.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'case> {
    pub(crate) cluster: &'case Cluster,
    /// As a server stores them.
    pub(crate) objects: &'case [NetworkPolicy],
    pub(crate) packets: &'case [Packet],
}

/// What they say, packet by packet.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) reference: Vec<Sides>,
    pub(crate) cyclonus: Vec<Sides>,
}

/// Nothing where the engines are not to be had.
pub(crate) fn ask(all: &[Asked]) -> Option<Vec<Said>> {
    static ENGINES: OnceLock<Option<Process>> = OnceLock::new();
    let engines = ENGINES
        .get_or_init(|| Process::start("evaluate"))
        .as_ref()?;
    let answers = engines.ask(all.iter().map(Asked::request).collect());
    let said = answers.iter().zip(all).map(|(answer, asked)| {
        let verdicts = |engine: &str| {
            let verdicts: Vec<Sides> = list(&answer[engine], sides);
            assert_eq!(verdicts.len(), asked.packets.len());
            verdicts
        };
        Said {
            reference: verdicts("kube-network-policies"),
            cyclonus: verdicts("cyclonus"),
        }
    });
    Some(said.collect())
}

impl Asked<'_> {
    fn request(&self) -> Value {
        let namespaces = self.cluster.namespaces().iter();
        let namespaces = namespaces.map(|one| json!({ "name": one.name, "labels": one.labels }));
        let packets = self.packets.iter().map(|one| {
            json!({
                "source": one.source,
                "target": one.target,
                "protocol": word(one.protocol),
                "port": one.port,
            })
        });
        json!({
            "namespaces": namespaces.collect::<Vec<_>>(),
            "pods": self.cluster.pods().iter().map(pod).collect::<Vec<_>>(),
            "policies": self.objects,
            "packets": packets.collect::<Vec<_>>(),
        })
    }
}

fn pod(pod: &Pod) -> Value {
    let ports = pod.containers.iter().flat_map(|one| &one.ports);
    let ports = ports.map(|port| {
        json!({
            "name": port.name.as_deref().unwrap_or_default(),
            "protocol": word(port.protocol),
            "number": port.number,
        })
    });
    json!({
        "namespace": pod.namespace,
        "name": pod.name,
        "labels": pod.labels,
        "addresses": pod.addresses,
        "hostNetwork": pod.host_network,
        "ports": ports.collect::<Vec<_>>(),
    })
}

fn word(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Sctp => "SCTP",
    }
}

fn sides(value: &Value) -> Sides {
    Sides {
        egress: value["egress"].as_bool().unwrap(),
        ingress: value["ingress"].as_bool().unwrap(),
    }
}

/// Where they differ they do so as they are known to.
#[test]
fn engines_answer() {
    let pod = |name: &str, labels: &[(&str, &str)], address: &str| Pod {
        namespace: "shop".to_owned(),
        name: name.to_owned(),
        labels: (labels.iter())
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        addresses: vec![address.parse().unwrap()],
        containers: vec![Container {
            kind: ContainerKind::App,
            ports: vec![ContainerPort {
                name: Some("http".to_owned()),
                protocol: Protocol::Tcp,
                number: 80,
            }],
        }],
        ..Pod::default()
    };
    let pods = vec![
        pod("bare", &[], "10.0.0.1"),
        pod("web", &[("app", "web")], "10.0.0.2"),
    ];
    let cluster = Cluster::new(Vec::new(), Vec::new(), pods);
    let by_pods = |selector: &Value| json!([{ "from": [{ "podSelector": selector }] }]);
    let not_in = json!([{ "key": "app", "operator": "NotIn", "values": ["db"] }]);
    // The ingress of `web`, and what each engine says of port 80 there.
    let cases = [
        (json!(null), (false, false)),
        (json!([]), (false, false)),
        (json!([{}]), (true, true)),
        (by_pods(&json!({})), (true, true)),
        (
            by_pods(&json!({ "matchLabels": { "app": "db" } })),
            (false, false),
        ),
        (
            by_pods(&json!({ "matchExpressions": not_in })),
            (true, false),
        ),
        (
            by_pods(&json!({ "matchLabels": { "app": "" } })),
            (false, true),
        ),
        (
            json!([{ "from": [{ "ipBlock": { "cidr": "10.0.0.1/32" } }] }]),
            (true, true),
        ),
        (
            json!([{ "ports": [{ "protocol": "TCP", "port": "http" }] }]),
            (true, true),
        ),
        (
            json!([{ "ports": [{ "protocol": "UDP", "port": "http" }] }]),
            (false, false),
        ),
        (
            json!([{ "ports": [{ "protocol": "TCP", "port": 81 }] }]),
            (false, false),
        ),
    ];
    for (ingress, (reference, cyclonus)) in cases {
        let policy = json!({
            "metadata": { "namespace": "shop", "name": "web" },
            "spec": {
                "podSelector": { "matchLabels": { "app": "web" } },
                "policyTypes": ["Ingress"],
                "ingress": ingress,
            },
        });
        let objects: Vec<NetworkPolicy> = vec![serde_json::from_value(policy).unwrap()];
        let packets = [Packet {
            source: "10.0.0.1".parse().unwrap(),
            target: "10.0.0.2".parse().unwrap(),
            protocol: Protocol::Tcp,
            port: 80,
        }];
        let asked = Asked {
            cluster: &cluster,
            objects: &objects,
            packets: &packets,
        };
        let Some(said) = ask(&[asked]) else { return };
        let sides = |ingress| Sides {
            egress: true,
            ingress,
        };
        assert_eq!(said[0].reference, [sides(reference)], "{ingress}");
        assert_eq!(said[0].cyclonus, [sides(cyclonus)], "{ingress}");
    }
}
