//! Real applications, beside what another reader sees in them: kubectl, and the fields in its JSON.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use netpolc::diagnostics::Severity;
use netpolc::k8s::inventory::{ContainerKind, TargetPort};
use serde_json::{Value, json};

use crate::corpus::corpus;
use crate::inventory::{Read, read, said};
use crate::support::golden::files;
use crate::yaml_traps::kubectl_in;

/// The folder of each application, and how many workloads and Services kubectl finds in it.
pub(crate) const APPLICATIONS: &[(&str, usize, usize)] = &[
    ("argo-cd", 7, 8),
    ("bank-of-anthos", 9, 8),
    ("bookinfo", 29, 27),
    ("emojivoto", 4, 3),
    ("guestbook", 11, 8),
    ("hotel-reservation", 19, 19),
    ("ingress-nginx", 3, 2),
    ("knative-serving", 4, 4),
    ("kube-prometheus", 6, 8),
    ("online-boutique/release", 12, 12),
    ("sock-shop", 20, 18),
    ("train-ticket", 68, 68),
];

/// The namespace of objects that name none.
const HOME: &str = "home";

/// What is compared: all that is read of a workload or Service.
type Seen = BTreeSet<String>;

#[test]
fn real_applications_are_read_as_kubectl_reads_them() {
    let Some(corpus) = corpus() else {
        return;
    };
    let apps = corpus.join("apps");
    for (name, workloads, services) in APPLICATIONS {
        let folder = apps.join(name);
        let Some(objects) = kubectl_in(&folder) else {
            return;
        };
        let theirs = theirs(&objects);
        let (read, ours) = ours(&folder);
        let errors = read.diagnostics.iter();
        let errors = errors.filter(|one| one.code.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{name}:\n{}", said(&read));
        let lacking: Vec<&String> = theirs.difference(&ours).collect();
        let invented: Vec<&String> = ours.difference(&theirs).collect();
        assert!(
            lacking.is_empty() && invented.is_empty(),
            "{name}: lacks {lacking:#?} and has {invented:#?}"
        );
        let count = |kinds: &[&str]| {
            let kind = |one: &&Value| kinds.contains(&one["kind"].as_str().unwrap());
            objects.iter().filter(kind).count()
        };
        assert_eq!(count(WORKLOADS), *workloads, "{name}");
        assert_eq!(count(&["Service"]), *services, "{name}");
    }
    let folders = fs::read_dir(&apps).unwrap().count();
    assert_eq!(
        folders,
        APPLICATIONS.len(),
        "applications without a line here"
    );
}

const WORKLOADS: &[&str] = &[
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicationController",
    "Job",
];

/// What those objects are, by their fields.
fn theirs(objects: &[Value]) -> Seen {
    let mut seen = Seen::new();
    for object in objects {
        let kind = object["kind"].as_str().unwrap();
        let spec = &object["spec"];
        if WORKLOADS.contains(&kind) {
            let pod = &spec["template"]["spec"];
            let ports = |list: &str| -> Vec<Value> {
                let containers = pod[list].as_array().into_iter().flatten();
                let ports =
                    containers.flat_map(|one| one["ports"].as_array().into_iter().flatten());
                ports.map(container_port).collect()
            };
            seen.insert(
                json!({
                    "kind": kind, "id": id(object), "labels": spec["template"]["metadata"]["labels"],
                    "ports": ports("containers"), "init": ports("initContainers"),
                    "host": pod["hostNetwork"] == true,
                })
                .to_string(),
            );
        } else if kind == "Service" {
            let ports = spec["ports"].as_array().into_iter().flatten();
            let ports: Vec<Value> = ports.map(service_port).collect();
            let headless = spec["clusterIP"] == "None";
            let kind = spec["type"].as_str().unwrap_or("ClusterIP");
            seen.insert(
                json!({
                    "kind": kind, "id": id(object), "selector": spec["selector"],
                    "headless": headless, "ports": ports,
                })
                .to_string(),
            );
        }
    }
    seen
}

fn id(object: &Value) -> Value {
    let metadata = &object["metadata"];
    let namespace = metadata["namespace"].as_str().unwrap_or(HOME);
    json!([namespace, metadata["name"]])
}

fn container_port(port: &Value) -> Value {
    let protocol = port["protocol"].as_str().unwrap_or("TCP");
    json!([port["name"], port["containerPort"], protocol])
}

fn service_port(port: &Value) -> Value {
    let protocol = port["protocol"].as_str().unwrap_or("TCP");
    let target = if port["targetPort"].is_null() {
        &port["port"]
    } else {
        &port["targetPort"]
    };
    json!([port["name"], port["port"], protocol, target])
}

/// What we read in the folder.
fn ours(folder: &Path) -> (Read, Seen) {
    let texts: Vec<(String, String)> = files(folder, "")
        .into_iter()
        .filter(|path| {
            let end = path.extension().unwrap_or_default();
            end == "yaml" || end == "yml" || end == "json"
        })
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.display().to_string(), text)
        })
        .collect();
    let read = read(&texts, Some(HOME));
    let mut seen = Seen::new();
    for one in &read.inventory.workloads {
        let ports = |is_app: bool| -> Vec<Value> {
            let kind = |kind| (kind == ContainerKind::App) == is_app;
            let containers = one.containers.iter().filter(|one| kind(one.kind));
            let ports = containers.flat_map(|one| &one.ports);
            ports
                .map(|port| {
                    let name = port.name.as_deref();
                    json!([name, port.number, port.protocol.word()])
                })
                .collect()
        };
        let labels = one.labels.iter();
        let labels: Value = labels
            .map(|(key, value)| (key.to_string(), json!(value.as_str())))
            .collect();
        seen.insert(
            json!({
                "kind": one.kind.to_string(), "id": [one.namespace.as_str(), one.name.as_str()],
                "labels": labels, "ports": ports(true), "init": ports(false),
                "host": one.host_network,
            })
            .to_string(),
        );
    }
    for one in &read.inventory.services {
        let ports = one.ports.iter().map(|port| {
            let name = port.name.as_deref();
            let target = match &port.target {
                TargetPort::Number(number) => json!(number),
                TargetPort::Name(name) => json!(name.as_str()),
            };
            json!([name, port.number, port.protocol.word(), target])
        });
        let selector = one.selector.as_ref().map(|selector| -> Value {
            let labels = selector.iter();
            labels
                .map(|(key, value)| (key.to_string(), json!(value.as_str())))
                .collect()
        });
        seen.insert(
            json!({
                "kind": one.kind.word(), "id": [one.namespace.as_str(), one.name.as_str()],
                "selector": selector, "headless": one.is_headless,
                "ports": ports.collect::<Vec<Value>>(),
            })
            .to_string(),
        );
    }
    (read, seen)
}
