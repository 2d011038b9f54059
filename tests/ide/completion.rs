//! What could be written at the cursor.

use std::fmt::Write;
use std::path::Path;

use netpolc::driver::{Input, Options, Session};
use netpolc::ide::{Completion, completions};
use netpolc::syntax::classes::{Class, classes};

use crate::ide::workspace::Workspace;
use crate::support::compile::{self, Disk};
use crate::support::golden::files;

/// A shop with a few workloads, and monitoring beside it.
const K8S: &str = r#"
--- k8s/all.yaml
apiVersion: v1
kind: Namespace
metadata: {name: monitoring, labels: {team: ops}}
---
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
    metadata: {labels: {app: backend, tier: api}}
    spec:
      containers:
        - name: c
          ports:
            - {name: http, containerPort: 9090}
            - {name: service, containerPort: 7000}
            - {name: stats, containerPort: 8125, protocol: UDP}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: 0day, namespace: shop}
spec:
  selector: {matchLabels: {app: 0day}}
  template: {metadata: {labels: {app: 0day}}, spec: {containers: [{name: c}]}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: backend}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: prometheus, namespace: monitoring}
spec:
  selector: {matchLabels: {app: prometheus}}
  template: {metadata: {labels: {app: prometheus, scrape: "yes"}}, spec: {containers: [{name: c}]}}
"#;

fn at_cursor(text: &str) -> (Workspace, Vec<Completion>) {
    let workspace = Workspace::new(&format!("--- shop.netpol\n{text}{K8S}"));
    let snapshot = workspace.snapshot();
    let (file, offset) = workspace.cursor(&snapshot);
    let found = completions(&snapshot, file, offset);
    (workspace, found)
}

/// The labels of what could be written.
fn labels(text: &str) -> String {
    let (_, found) = at_cursor(text);
    let labels = found.iter().map(|one| one.label.as_str());
    labels.collect::<Vec<_>>().join(" ")
}

/// What could be written, with details, a line each.
fn details(text: &str) -> String {
    let (_, found) = at_cursor(text);
    let lines = found
        .iter()
        .map(|one| format!("{} | {:?} | {}\n", one.label, one.kind, one.detail));
    lines.collect()
}

/// The text once the completion with this label is taken.
#[track_caller]
fn taken(text: &str, label: &str) -> String {
    let (workspace, found) = at_cursor(text);
    let one = found.iter().find(|one| one.label == label);
    let one = one.unwrap_or_else(|| panic!("no {label}"));
    let mut text = workspace.open_text().to_owned();
    text.replace_range(one.span.range(), &one.text);
    text.trim_end().to_owned()
}

#[test]
fn a_peer_is_what_is_known_in_the_section() {
    let text = r"namespace monitoring
workload grafana
namespace shop
workload worker = [app=worker]
network office = 203.0.113.0/24
service postgres = worker:5432
group clients = worker
allow $0 -> worker
";
    assert_eq!(
        details(text),
        "\
worker | Workload | workload, [app=worker]
clients | Group | group clients = worker
office | Network | network office = 203.0.113.0/24
internet | Network | network internet = 0.0.0.0/0 except (10.0.0.0/8, 100.64.0.0/10,…
* | Keyword | every pod of this namespace
*/ | Keyword | pods of all namespaces
any | Keyword | everything, pods and addresses
kube-system/ | Namespace | namespace
monitoring/ | Namespace | namespace
shop/ | Namespace | namespace
"
    );
}

#[test]
fn manifests_tell_of_more() {
    let text = "manifests \"k8s\"\nnamespace shop\nworkload front = [tier=web]\nallow a -> $0\n";
    assert_eq!(
        details(text),
        "\
0day | Workload | StatefulSet, [app=0day]
api | Service | Service, [app=backend]
backend | Workload | Deployment, [app=backend]
front | Workload | workload, [tier=web], 1 workload
frontend | Workload | Deployment, [app=frontend]
dns | Service | service dns = kube-system/[k8s-app=kube-dns]:(53/udp, 53/tcp)
internet | Network | network internet = 0.0.0.0/0 except (10.0.0.0/8, 100.64.0.0/10,…
* | Keyword | every pod of this namespace
*/ | Keyword | pods of all namespaces
any | Keyword | everything, pods and addresses
kube-system/ | Namespace | namespace, 0 workloads
monitoring/ | Namespace | namespace, 1 workload
shop/ | Namespace | namespace, 3 workloads
"
    );
}

#[test]
fn what_could_not_stand_there_is_not_offered() {
    let head = "namespace shop\nworkload w\nnetwork n = 10.0.0.1\nservice s = w:80\ngroup g = w\n";
    let of = |line: &str| labels(&format!("{head}{line}\n"));
    assert_eq!(of("isolate $0"), "w g *");
    assert_eq!(of("network m = $0"), "n internet");
    assert_eq!(
        of("service t = w$0"),
        "w g n internet * */ any kube-system/ shop/"
    );
    assert_eq!(
        of("group h = g, $0"),
        "w g n internet * */ any kube-system/ shop/"
    );
    assert_eq!(
        of("allow w except $0"),
        "w g n internet * */ kube-system/ shop/"
    );
    assert_eq!(of("deny w -> \"$0\""), "w g n s dns internet");
    assert_eq!(of("namespace $0"), "kube-system shop");
    assert_eq!(of("workload v = $0"), "kube-system/ shop/");
    assert_eq!(of("workload $0"), "");
    assert_eq!(of("use \"$0\""), "");
    assert_eq!(of("# $0"), "");
}

#[test]
fn a_group_is_no_member_of_itself() {
    assert_eq!(
        labels("workload w\ngroup h = w\ngroup g = w, $0w\n"),
        "w h internet * */ any kube-system/"
    );
}

#[test]
fn pods_are_those_of_the_namespace_before_the_slash() {
    let head = "manifests \"k8s\"\nnamespace shop\nworkload grafana = monitoring/[app=grafana]\n";
    let of = |line: &str| labels(&format!("{head}{line}\n"));
    assert_eq!(of("allow monitoring/$0 -> *"), "grafana prometheus *");
    assert_eq!(of("allow */$0 -> *"), "*");
    assert_eq!(
        of("allow mon$0/prometheus -> *"),
        "kube-system monitoring shop"
    );
}

#[test]
fn used_files_declare_names_too() {
    let text = "use \"base.netpol\"\nnamespace shop\nallow $0\n--- base.netpol\ngroup guests = [a=b]\nworkload cart = shop/[app=cart]\n";
    assert_eq!(
        labels(text),
        "cart guests internet * */ any kube-system/ shop/"
    );
}

#[test]
fn label_keys_and_values_are_those_of_the_pods() {
    let head = "manifests \"k8s\"\nnamespace shop\nallow [color=red] -> [team=x]/*\n";
    let of = |line: &str| details(&format!("{head}{line}\n"));
    assert_eq!(
        of("allow [$0] -> *"),
        "\
app | LabelKey | 3 workloads
tier | LabelKey | 2 workloads
color | LabelKey | written elsewhere
k8s-app | LabelKey | written elsewhere
"
    );
    assert_eq!(
        of("allow [app=$0] -> *"),
        "\
0day | LabelValue | 1 workload
backend | LabelValue | 1 workload
frontend | LabelValue | 1 workload
"
    );
    assert_eq!(
        of("allow monitoring/[scrape in (y$0)] -> *"),
        "yes | LabelValue | 1 workload\n"
    );
    assert_eq!(
        of("allow [te$0]/* -> *"),
        "\
kubernetes.io/metadata.name | LabelKey | 2 namespaces
team | LabelKey | 1 namespace
"
    );
    assert_eq!(
        of("allow [team=$0]/* -> *"),
        "ops | LabelValue | 1 namespace\nx | LabelValue | written elsewhere\n"
    );
}

#[test]
fn without_manifests_labels_are_those_of_the_text() {
    let text = "label role\nworkload web, db\nallow [role=$0] -> *\n";
    assert_eq!(labels(text), "db web");
}

#[test]
fn names_that_nothing_declares_are_offered_again() {
    let text = "allow web -> db\nallow $0 -> db\n";
    assert_eq!(
        details(text).lines().take(2).collect::<Vec<_>>(),
        [
            "db | Workload | [app=db], written elsewhere",
            "web | Workload | [app=web], written elsewhere"
        ]
    );
}

#[test]
fn ports_are_those_of_the_peer() {
    let head = "manifests \"k8s\"\nnamespace shop\nallow * -> backend:1234\n";
    let of = |line: &str| details(&format!("{head}{line}\n"));
    assert_eq!(
        of("allow * -> backend:$0"),
        "\
http | Port | 9090 of backend
service | Port | 7000 of backend
stats/udp | Port | 8125 of backend
7000 | Port | service of backend
8125/udp | Port | stats of backend
9090 | Port | http of backend
1234 | Port | written elsewhere
egress | Keyword | at the end that opens the connection
ingress | Keyword | at the end that accepts the connection
"
    );
    assert_eq!(
        of("allow * -> [tier in (web, api)]:(80, $0"),
        "\
http | Port | 8080, 9090 of backend, frontend
service | Port | 7000 of backend
stats/udp | Port | 8125 of backend
7000 | Port | service of backend
8080 | Port | http of frontend
8125/udp | Port | stats of backend
9090 | Port | http of backend
"
    );
    assert_eq!(
        labels(&format!("{head}allow * -> dns:$0\n")),
        "egress ingress"
    );
    assert_eq!(
        of("allow * -> backend:53/$0"),
        "sctp | Keyword | \ntcp | Keyword | \nudp | Keyword | \n"
    );
}

#[test]
fn service_is_offered_where_there_is_one() {
    let text = "manifests \"k8s\"\nnamespace shop\ndeny * -> api:$0\n";
    assert_eq!(
        details(text).lines().last().unwrap(),
        "service | Keyword | http behind the Service"
    );
    let text = "manifests \"k8s\"\nnamespace shop\ndeny * -> frontend:$0\n";
    assert_eq!(labels(text), "http 8080");
}

#[test]
fn words_of_the_language_come_where_the_grammar_has_them() {
    assert_eq!(labels("allow a $0\n"), "-> except");
    assert_eq!(labels("expect $0\n"), "allow deny");
    assert_eq!(
        labels("allow a -> b\n$0\n"),
        "allow default deny expect group isolate label manifests namespace network prefix service use workload"
    );
}

#[test]
fn every_statement_says_what_it_is_for() {
    let (_, found) = at_cursor("$0\n");
    let silent = found.iter().find(|one| one.detail.is_empty());
    assert_eq!(silent, None);
}

#[test]
fn the_word_at_the_cursor_is_replaced() {
    let head = "manifests \"k8s\"\nnamespace shop\n";
    let of = |line: &str, label: &str| {
        let text = taken(&format!("{head}{line}"), label);
        text.strip_prefix(head).unwrap().to_owned()
    };
    assert_eq!(of("allow fr$0nt -> b\n", "frontend"), "allow frontend -> b");
    assert_eq!(of("allow $0-> b\n", "0day"), "allow \"0day\"-> b");
    assert_eq!(of("allow \"0$0\" -> b\n", "0day"), "allow \"0day\" -> b");
    assert_eq!(of("allow \"0$0 -> b\n", "0day"), "allow \"0day\" -> b");
    assert_eq!(
        of("allow m$0 -> b\n", "monitoring/"),
        "allow monitoring/ -> b"
    );
    assert_eq!(
        of("allow [app=0$0] -> b\n", "0day"),
        "allow [app=0day] -> b"
    );
    assert_eq!(
        of("allow a -> backend:s$0\n", "service"),
        "allow a -> backend:\"service\""
    );
    assert_eq!(
        of("allow a -> backend:st$0/udp\n", "stats/udp"),
        "allow a -> backend:stats/udp"
    );
}

#[test]
fn a_name_that_would_start_a_statement_is_quoted() {
    let text = "workload group, b\nallow b,\n  $0\n";
    assert!(taken(text, "group").ends_with("allow b,\n  \"group\""));
    let text = "workload group, b\nallow b, $0\n";
    assert!(taken(text, "group").ends_with("allow b, group"));
}

/// Whatever word stands in an example is offered in its place, but for new names and what only labels say.
#[test]
fn what_the_examples_say_would_have_been_offered() {
    let folders = ["shop", "services", "manifests"];
    let paths = folders.map(|folder| files(&Path::new("examples").join(folder), "netpol"));
    let inputs = paths.iter().flatten();
    let inputs = inputs.map(|path| compile::file(path, &path.to_string_lossy()).unwrap());
    let inputs: Vec<Input> = inputs.collect();
    let snapshot = Session::default().run(inputs, &Disk, &Options::default());
    let (mut missing, mut count) = (String::new(), 0);
    for file in snapshot.files.iter().map(|one| one.file) {
        let source = snapshot.sources.get(file).unwrap();
        let knows_labels = source.text.contains("manifests");
        for one in classes(&source.text) {
            let word = source
                .text
                .get(one.start as usize..one.end as usize)
                .unwrap();
            let before = source.text.get(..one.start as usize).unwrap();
            let line = before.rsplit('\n').next();
            let is_new = ["prefix ", "namespace "].contains(&line.unwrap());
            let is_name = match one.class {
                Class::Key | Class::Value | Class::Port => knows_labels,
                class => class != Class::Declaration,
            };
            if is_new || !is_name || !word.starts_with(|first: char| first.is_ascii_alphabetic()) {
                continue;
            }
            count += 1;
            let found = completions(&snapshot, file, one.end);
            if !found
                .iter()
                .any(|one| one.text.trim_end_matches('/') == word)
            {
                writeln!(missing, "{} {:?} {word}", source.name, one.class).unwrap();
            }
        }
    }
    assert_eq!(missing, "");
    assert!(count > 300, "{count}");
}
