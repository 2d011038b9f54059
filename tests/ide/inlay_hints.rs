//! What is shown within a text.

use netpolc::ide::inlay_hints;

use crate::ide::workspace::{Workspace, file};

const K8S: &str = r"
--- k8s/all.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend, namespace: shop}
spec:
  selector: {matchLabels: {app: frontend}}
  template:
    metadata: {labels: {app: frontend, tier: web}}
    spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend, namespace: shop}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend, tier: web}}
    spec:
      containers:
        - name: c
          ports: [{name: http, containerPort: 9090}, {name: dns, containerPort: 53, protocol: UDP}]
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: backend}, ports: [{port: 80, targetPort: http}, {port: 53, protocol: UDP}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: prometheus, namespace: monitoring}
spec:
  selector: {matchLabels: {app: prometheus}}
  template: {metadata: {labels: {app: prometheus}}, spec: {containers: [{name: c}]}}
";

/// The text with its hints in `{ }`.
fn shown(text: &str) -> String {
    let workspace = Workspace::new(&format!("--- shop.netpol\n{text}{K8S}"));
    let snapshot = workspace.snapshot();
    let mut shown = workspace.text("shop.netpol").trim_end().to_owned();
    let end = u32::try_from(shown.len()).unwrap();
    let hints = inlay_hints(&snapshot, file(&snapshot, "shop.netpol"), 0..end);
    for hint in hints.iter().rev() {
        shown.insert_str(hint.offset as usize, &format!("{{{}}}", hint.text));
    }
    shown
}

/// What stands behind the head that all texts here have.
fn hinted(lines: &str) -> String {
    let head = "manifests \"k8s\"\nnamespace shop\n";
    let shown = shown(&format!("{head}{lines}\n"));
    shown.strip_prefix(head).unwrap().to_owned()
}

#[test]
fn peers_say_how_many_workloads_they_mean() {
    assert_eq!(
        hinted("allow [tier=web], frontend -> monitoring/*, */*:80"),
        "allow [tier=web]{2 workloads}, frontend -> monitoring/*{1 workload}, */*{3 workloads}:80"
    );
    assert_eq!(
        hinted("group all = frontend, [app=backend]\nallow all -> [app=backend]"),
        "group all = frontend, [app=backend]{1 workload}\nallow all{2 workloads} -> [app=backend]{1 workload}"
    );
    assert_eq!(
        hinted("allow [tier=web] except frontend -> any"),
        "allow [tier=web] except frontend{1 workload} -> any"
    );
    assert_eq!(
        hinted("isolate [app=nobody]"),
        "isolate [app=nobody]{0 workloads}"
    );
}

#[test]
fn declared_workloads_say_how_many_they_are() {
    assert_eq!(
        hinted(
            "workload web = [tier=web]\nworkload p = monitoring/[app=prometheus]\nallow web -> p"
        ),
        "workload web = [tier=web]{2 workloads}\nworkload p = monitoring/[app=prometheus]{1 workload}\nallow web -> p"
    );
}

#[test]
fn named_ports_have_numbers() {
    assert_eq!(
        hinted("allow frontend -> backend:http"),
        "allow frontend -> backend:http{= 9090}"
    );
    assert_eq!(
        hinted("allow frontend -> [tier=web]:(http, 443)"),
        "allow frontend -> [tier=web]{2 workloads}:(http{= 8080, 9090}, 443)"
    );
    assert_eq!(
        hinted("deny frontend -> backend:dns/udp"),
        "deny frontend -> backend:dns/udp{= 53}"
    );
    assert_eq!(
        hinted("service web = backend:http\nallow frontend -> web"),
        "service web = backend:http{= 9090}\nallow frontend -> web"
    );
}

#[test]
fn service_has_the_ports_behind_it() {
    assert_eq!(
        hinted("allow frontend -> api:service"),
        "allow frontend -> api:service{= 53/udp, 9090}"
    );
}

#[test]
fn tooltips_name_the_workloads() {
    let text = "--- shop.netpol\nmanifests \"k8s\"\nnamespace shop\nallow * -> [tier=web]:http\n";
    let workspace = Workspace::new(&format!("{text}{K8S}"));
    let snapshot = workspace.snapshot();
    let hints = inlay_hints(&snapshot, file(&snapshot, "shop.netpol"), 0..u32::MAX);
    let tooltips: Vec<&str> = hints.iter().map(|hint| hint.tooltip.as_str()).collect();
    assert_eq!(
        tooltips,
        [
            "shop/backend, shop/frontend",
            "8080 of shop/frontend\n9090 of shop/backend"
        ]
    );
}

#[test]
fn a_section_of_several_namespaces_counts_them_together() {
    let text = "manifests \"k8s\"\nnamespace shop, monitoring\nallow [app] -> [app=prometheus]\n";
    assert_eq!(
        shown(text),
        "manifests \"k8s\"\nnamespace shop, monitoring\nallow [app]{3 workloads} -> [app=prometheus]{1 workload}"
    );
}

#[test]
fn nothing_is_known_without_manifests() {
    let text = "namespace shop\nallow [tier=web] -> backend:http\n";
    assert_eq!(shown(text), text.trim_end());
}

#[test]
fn only_what_is_in_the_range_is_shown() {
    let text = "--- shop.netpol\nmanifests \"k8s\"\nnamespace shop\nallow [app=frontend] -> *\nallow [app=backend] -> *\n";
    let workspace = Workspace::new(&format!("{text}{K8S}"));
    let snapshot = workspace.snapshot();
    let line = workspace
        .text("shop.netpol")
        .find("allow [app=backend")
        .unwrap();
    let line = u32::try_from(line).unwrap();
    let hints = inlay_hints(&snapshot, file(&snapshot, "shop.netpol"), line..line + 24);
    let offsets: Vec<u32> = hints.iter().map(|hint| hint.offset - line).collect();
    assert_eq!(offsets, [19]);
}
