//! Random workloads, as manifests and as pods.

use std::collections::BTreeMap;

use netpolc::eval::concrete::{
    Cluster, Container, ContainerKind, ContainerPort, Namespace, Pod, PodId, Protocol,
};
use serde_json::{Value, json};

use crate::properties::random::Random;

/// How many pods each workload has: a pod that reaches itself is no connection.
const REPLICAS: usize = 2;

/// A workload.
#[derive(Clone, Debug)]
pub(super) struct Workload {
    pub(super) namespace: &'static str,
    pub(super) name: String,
    pub(super) labels: BTreeMap<&'static str, &'static str>,
    ports: Vec<(&'static str, u16, Protocol)>,
    host_network: bool,
}

/// All that there is.
#[derive(Debug)]
pub(super) struct Town {
    pub(super) workloads: Vec<Workload>,
    /// The namespaces, with the team that is a label of theirs.
    pub(super) namespaces: Vec<(&'static str, Option<&'static str>)>,
    /// Whether the manifests have a namespace of the cluster itself.
    pub(super) is_cluster: bool,
}

impl Town {
    pub(super) fn new(random: &mut Random) -> Self {
        let is_cluster = random.chance(60);
        let mut workloads = Vec::new();
        for (namespace, count) in [("shop", 2 + random.below(4)), ("pay", random.below(3))] {
            for number in 0..count {
                workloads.push(workload(random, namespace, number));
            }
        }
        let mut team = || random.pick(&[None, Some("red"), Some("blue")]);
        let mut namespaces = vec![("shop", team()), ("pay", team())];
        if is_cluster {
            namespaces.push(("kube-system", team()));
        }
        Self {
            workloads,
            namespaces,
            is_cluster,
        }
    }

    /// One `List`.
    pub(super) fn manifests(&self) -> String {
        let namespaces = self.namespaces.iter().map(|(name, team)| {
            let labels = team.map(|team| json!({"team": team}));
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
        });
        let workloads = self.workloads.iter().map(|one| {
            let ports = one.ports.iter().map(|(name, number, protocol)| {
                let protocol = format!("{protocol:?}").to_uppercase();
                json!({"name": name, "containerPort": number, "protocol": protocol})
            });
            let ports: Vec<Value> = ports.collect();
            json!({
                "apiVersion": "apps/v1", "kind": "Deployment",
                "metadata": {"name": one.name, "namespace": one.namespace},
                "spec": {"selector": {"matchLabels": one.labels}, "template": {
                    "metadata": {"labels": one.labels},
                    "spec": {"hostNetwork": one.host_network, "containers": [{"name": "main", "ports": ports}]},
                }},
            })
        });
        let items: Vec<Value> = namespaces.chain(workloads).collect();
        json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
    }

    /// The pods, each with its workload; none of those on the network of their nodes, which are no ends of a
    /// question.
    pub(super) fn cluster(&self) -> (Cluster, Vec<(PodId, &Workload)>) {
        let namespaces = self.namespaces.iter().map(|(name, team)| Namespace {
            name: (*name).to_owned(),
            labels: team
                .iter()
                .map(|team| ("team".to_owned(), (*team).to_owned()))
                .collect(),
        });
        let (mut pods, mut ends) = (Vec::new(), Vec::new());
        for one in self.workloads.iter().filter(|one| !one.host_network) {
            for number in 0..REPLICAS {
                ends.push((PodId(pods.len()), one));
                pods.push(pod(one, number));
            }
        }
        (Cluster::new(namespaces.collect(), Vec::new(), pods), ends)
    }

    pub(super) fn team(&self, namespace: &str) -> Option<&'static str> {
        let mut known = self.namespaces.iter();
        known
            .find(|(name, _)| *name == namespace)
            .and_then(|(_, team)| *team)
    }
}

impl Workload {
    /// Whether a port is called so.
    pub(super) fn calls(&self, name: &str, number: u16, protocol: Protocol) -> bool {
        self.ports.contains(&(
            if name == "http" { "http" } else { "web" },
            number,
            protocol,
        ))
    }
}

fn workload(random: &mut Random, namespace: &'static str, number: usize) -> Workload {
    let mut labels = BTreeMap::from([("app", random.pick(&["a", "b", "c"]))]);
    if random.chance(60) {
        labels.insert("tier", random.pick(&["x", "y"]));
    }
    // By this one label its name means it alone.
    labels.insert("name", ["n0", "n1", "n2", "n3", "n4", "n5"][number]);
    let mut ports = Vec::new();
    for name in ["http", "web"] {
        if random.chance(60) {
            let protocol = random.pick(&[Protocol::Tcp, Protocol::Tcp, Protocol::Udp]);
            ports.push((name, random.pick(&[80, 81]), protocol));
        }
    }
    Workload {
        namespace,
        name: format!("w{number}"),
        labels,
        ports,
        host_network: random.chance(8),
    }
}

fn pod(workload: &Workload, number: usize) -> Pod {
    let ports = workload
        .ports
        .iter()
        .map(|(name, number, protocol)| ContainerPort {
            name: Some((*name).to_owned()),
            protocol: *protocol,
            number: *number,
        });
    let owned = |(key, value): (&&str, &&str)| ((*key).to_owned(), (*value).to_owned());
    Pod {
        namespace: workload.namespace.to_owned(),
        name: format!("{}-{number}", workload.name),
        labels: workload.labels.iter().map(owned).collect(),
        containers: vec![Container {
            kind: ContainerKind::App,
            ports: ports.collect(),
        }],
        ..Pod::default()
    }
}
