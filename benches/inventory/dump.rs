//! Dumps of clusters as kubectl prints them: one `List`, its kind behind its items.

use std::fmt::Write;

use serde_json::{Value, json};

/// How many pods one owner has.
pub(crate) const REPLICAS: usize = 5;

/// How many objects of each kind there are.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) namespaces: usize,
    pub(crate) pods: usize,
    pub(crate) policies: usize,
}

impl Size {
    fn objects(self) -> impl Iterator<Item = Value> {
        let namespaces = (0..self.namespaces).map(namespace);
        let pods = (0..self.pods).map(move |number| pod(number, self.namespaces));
        let policies = (0..self.policies).map(move |number| policy(number, self.namespaces));
        namespaces.chain(pods).chain(policies)
    }

    /// As `kubectl get -o yaml` prints it.
    pub(crate) fn yaml(self) -> String {
        let mut text = "apiVersion: v1\nitems:\n".to_owned();
        for object in self.objects() {
            let item = yaml(&object);
            for (at, line) in item.lines().enumerate() {
                let start = if at == 0 { "- " } else { "  " };
                let _ = writeln!(text, "{start}{line}");
            }
        }
        text.push_str("kind: List\nmetadata:\n  resourceVersion: \"\"\n");
        text
    }

    /// The same objects, a document each.
    pub(crate) fn documents(self) -> String {
        let mut text = String::new();
        for object in self.objects() {
            text.push_str("---\n");
            text.push_str(&yaml(&object));
        }
        text
    }

    /// As `kubectl get -o json` prints it, but for the indentation.
    pub(crate) fn json(self) -> String {
        let mut text = "{\n\"apiVersion\": \"v1\",\n\"items\": [\n".to_owned();
        for (at, object) in self.objects().enumerate() {
            let comma = if at == 0 { "" } else { ",\n" };
            let item = json(&object);
            let _ = write!(text, "{comma}{item}");
        }
        text.push_str("\n],\n\"kind\": \"List\",\n\"metadata\": {\"resourceVersion\": \"\"}\n}\n");
        text
    }
}

/// How many bytes a pod has, its status included, as YAML and as JSON.
pub(crate) fn bytes_of_a_pod() -> [usize; 2] {
    let pod = pod(12_345, 600);
    [yaml(&pod).len(), json(&pod).len()]
}

fn yaml(object: &Value) -> String {
    serde_yaml::to_string(object).unwrap()
}

fn json(object: &Value) -> String {
    serde_json::to_string_pretty(object).unwrap()
}

fn namespace(number: usize) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "creationTimestamp": "2026-03-01T10:00:00Z",
            "labels": {"kubernetes.io/metadata.name": format!("team-{number}"), "tier": "apps"},
            "name": format!("team-{number}"),
            "resourceVersion": "1024",
        },
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    })
}

fn pod(number: usize, namespaces: usize) -> Value {
    let owner = number / REPLICAS;
    let pod = include_str!("pod.json")
        .replace("NAMESPACE", &format!("team-{}", owner % namespaces))
        .replace("NUMBER", &format!("{number:05x}"))
        .replace("HASH", &format!("{:010x}", owner * 7_919))
        .replace("APP", &format!("service-{owner}"));
    serde_json::from_str(&pod).unwrap()
}

fn policy(number: usize, namespaces: usize) -> Value {
    let labels = |number| json!({"app.kubernetes.io/name": format!("service-{number}")});
    let team = format!("team-{}", number % 7);
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "creationTimestamp": "2026-03-01T10:00:00Z",
            "generation": 1,
            "name": format!("service-{number}-ingress"),
            "namespace": format!("team-{}", number % namespaces),
            "resourceVersion": "2048",
        },
        "spec": {
            "ingress": [{
                "from": [{
                    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": team}},
                    "podSelector": {"matchLabels": labels(number / 2)},
                }],
                "ports": [{"port": 8080, "protocol": "TCP"}],
            }],
            "podSelector": {"matchLabels": labels(number)},
            "policyTypes": ["Ingress"],
        },
    })
}
