//! `tests/cases/eval`: clusters, policies and tables of who may connect to whom.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::serde::Deserialize;
use netpolc::eval::concrete::{
    Cluster, Connection, Container, ContainerKind, ContainerPort, Endpoint, Evaluator, Namespace,
    Node, Pod, Protocol, Reading,
};
use serde_json::Value;

use crate::support::golden::root;

/// How many named cases Kubernetes has for NetworkPolicy.
const UPSTREAM: usize = 48;

#[test]
fn every_cell_of_every_case() {
    let cases = cases();
    let mut wrong = Vec::new();
    let mut cells = 0;
    for case in &cases {
        cells += run(case, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cells > 600, "only {cells} cells");
}

#[test]
fn all_cases_of_kubernetes_are_here() {
    let numbers: Vec<usize> = cases().iter().filter_map(|case| number(case)).collect();
    assert_eq!(numbers, (1..=UPSTREAM).collect::<Vec<_>>());
}

/// The folders of all cases, in order.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/cases/eval")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The number of a case of Kubernetes.
fn number(case: &Path) -> Option<usize> {
    let name = case.file_name().unwrap().to_str().unwrap();
    let (number, _) = name.split_once('-')?;
    number.parse().ok()
}

/// Runs a case, notes what is wrong, and returns the number of cells that were asked.
fn run(case: &Path, wrong: &mut Vec<String>) -> usize {
    let expected = read(&case.join("expected.txt"));
    let reading = reading(&expected);
    let tables = tables(&expected);
    let mut files: BTreeSet<String> = BTreeSet::from(["expected.txt".to_owned()]);
    let mut cluster = Cluster::default();
    let mut cells = 0;
    let steps: BTreeSet<usize> = tables.iter().map(|table| table.step).collect();
    assert_eq!(steps, (1..=steps.len()).collect(), "{}", case.display());
    for step in steps {
        let policies = policies(&read(&case.join(format!("{step}.yaml"))));
        files.insert(format!("{step}.yaml"));
        let described = format!("{step}.cluster");
        if case.join(&described).exists() {
            cluster = read_cluster(&read(&case.join(&described)));
            files.insert(described);
        }
        let evaluator = Evaluator::new(&policies, &cluster, &reading);
        for table in tables.iter().filter(|table| table.step == step) {
            if number(case).is_some() {
                assert_is_whole(table, &cluster, case);
            }
            for (source, target, cell) in &table.cells {
                let found = answer(&evaluator, &cluster, table, source, target);
                if found != *cell {
                    let place = format!("{} step {step} {}", case.display(), table.probe);
                    wrong.push(format!(
                        "{place}: {source} -> {target}: {found}, not {cell}"
                    ));
                }
                cells += 1;
            }
        }
    }
    let there = fs::read_dir(case).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(
        there.collect::<BTreeSet<_>>(),
        files,
        "files that no step reads: {}",
        case.display()
    );
    cells
}

/// Asks for a connection by both ways that there are, which have to agree.
fn answer(
    evaluator: &Evaluator,
    cluster: &Cluster,
    table: &Table,
    source: &str,
    target: &str,
) -> String {
    let (protocol, port) = port(&table.probe);
    let connection = Connection {
        source: endpoint(cluster, source),
        target: endpoint(cluster, target),
        protocol,
        port,
    };
    let verdict = evaluator.verdict(&connection);
    assert_eq!(verdict.allowed, evaluator.allows(&connection));
    let allowed = if verdict.allowed { "yes" } else { "no" };
    let caveat = if verdict.caveats.is_empty() { "" } else { "?" };
    format!("{allowed}{caveat}")
}

/// The cases of Kubernetes ask for every pair but a pod and itself.
fn assert_is_whole(table: &Table, cluster: &Cluster, case: &Path) {
    let pods = cluster.pods().iter();
    let pods: BTreeSet<String> = pods
        .map(|pod| format!("{}/{}", pod.namespace, pod.name))
        .collect();
    let pairs = pods
        .iter()
        .flat_map(|source| pods.iter().map(move |target| (source, target)));
    let wanted: BTreeSet<_> = pairs.filter(|(source, target)| source != target).collect();
    let asked = table
        .cells
        .iter()
        .map(|(source, target, _)| (source, target));
    assert_eq!(asked.collect::<BTreeSet<_>>(), wanted, "{}", case.display());
}

/// What is expected of all connections to one port in one step.
struct Table {
    step: usize,
    probe: String,
    /// Source, target, and `yes` or `no`, with `?` where there is a caveat.
    cells: Vec<(String, String, String)>,
}

fn reading(expected: &str) -> Reading {
    let mut reading = Reading::default();
    for words in lines(expected).filter(|words| words[0] == "reading") {
        for word in &words[1..] {
            match *word {
                "blocks-match-pods" => reading.blocks_match_pods = true,
                "host-pods-are-pods" => reading.host_pods_are_pods = true,
                "own-node-egress-is-judged" => reading.own_node_egress = false,
                _ => panic!("no reading: {word}"),
            }
        }
    }
    reading
}

fn tables(expected: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut targets: Vec<&str> = Vec::new();
    for words in lines(expected).filter(|words| words[0] != "reading") {
        match (words.as_slice(), tables.last_mut()) {
            (["step", step, probe], _) => {
                targets.clear();
                tables.push(Table {
                    step: step.parse().unwrap(),
                    probe: (*probe).to_owned(),
                    cells: Vec::new(),
                });
            }
            (words, Some(_)) if targets.is_empty() => targets = words.to_vec(),
            ([source, cells @ ..], Some(table)) => {
                assert_eq!(
                    cells.len(),
                    targets.len(),
                    "a row of another length: {words:?}"
                );
                for (target, cell) in targets.iter().zip(cells) {
                    let known = ["yes", "no", "yes?", "no?", "-"].contains(cell);
                    assert!(known, "no cell: {cell}");
                    if *cell != "-" {
                        let cell = (
                            (*source).to_owned(),
                            (*target).to_owned(),
                            (*cell).to_owned(),
                        );
                        table.cells.push(cell);
                    }
                }
            }
            _ => panic!("a row before a step: {words:?}"),
        }
    }
    tables
}

fn read_cluster(text: &str) -> Cluster {
    let mut namespaces = Vec::new();
    let mut nodes = Vec::new();
    let mut pods: Vec<Pod> = Vec::new();
    for words in lines(text) {
        match words.as_slice() {
            ["upstream", names @ ..] => {
                let numbered = (1..).zip(names);
                pods.extend(numbered.map(|(place, name)| upstream_pod(name, place)));
            }
            ["pod", name, words @ ..] => pods.push(pod(name, words)),
            ["label", name, labels @ ..] => {
                let (namespace, name) = name.split_once('/').unwrap();
                let is_it = |pod: &&mut Pod| (&*pod.namespace, &*pod.name) == (namespace, name);
                let pod = pods.iter_mut().find(is_it).unwrap();
                pod.labels.extend(labels.iter().map(|it| label(it)));
            }
            ["namespace", name, labels @ ..] => namespaces.push(Namespace {
                name: (*name).to_owned(),
                labels: labels.iter().map(|it| label(it)).collect(),
            }),
            ["node", name, addresses @ ..] => nodes.push(Node {
                name: (*name).to_owned(),
                addresses: addresses.iter().map(|it| it.parse().unwrap()).collect(),
            }),
            _ => panic!("no line of a cluster: {words:?}"),
        }
    }
    Cluster::new(namespaces, nodes, pods)
}

fn upstream_pod(name: &str, place: usize) -> Pod {
    let (_, short) = name.split_once('/').unwrap();
    let mut words = vec![format!("pod={short}"), format!("10.0.0.{place}")];
    for number in [80, 81] {
        for protocol in ["tcp", "udp", "sctp"] {
            words.push(format!("serve-{number}-{protocol}:{number}/{protocol}"));
        }
    }
    pod(name, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn pod(name: &str, words: &[&str]) -> Pod {
    let (namespace, name) = name.split_once('/').unwrap();
    let mut pod = Pod {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        ..Pod::default()
    };
    for word in words {
        match *word {
            "hostNetwork" => pod.host_network = true,
            "finished" => pod.finished = true,
            _ => {
                if let Ok(address) = word.parse() {
                    pod.addresses.push(address);
                } else if let Some(node) = word.strip_prefix('@') {
                    pod.node = Some(node.to_owned());
                } else if word.contains('=') {
                    pod.labels.extend([label(word)]);
                } else {
                    pod.containers.push(container(word));
                }
            }
        }
    }
    pod
}

fn container(word: &str) -> Container {
    let (kind, rest) = if let Some(rest) = word.strip_prefix("init:") {
        (ContainerKind::Init, rest)
    } else if let Some(rest) = word.strip_prefix("sidecar:") {
        (ContainerKind::Sidecar, rest)
    } else {
        (ContainerKind::App, word)
    };
    let (name, probe) = rest.split_once(':').unwrap();
    let (protocol, number) = port(probe);
    let declared = ContainerPort {
        name: Some(name.to_owned()),
        protocol,
        number,
    };
    Container {
        kind,
        ports: vec![declared],
    }
}

fn label(word: &str) -> (String, String) {
    let (key, value) = word.split_once('=').unwrap();
    (key.to_owned(), value.to_owned())
}

/// `80/tcp`
fn port(written: &str) -> (Protocol, u16) {
    let (number, protocol) = written.split_once('/').unwrap();
    let protocol = match protocol {
        "tcp" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        "sctp" => Protocol::Sctp,
        _ => panic!("no protocol: {written}"),
    };
    (protocol, number.parse().unwrap())
}

/// `namespace/name` or an address.
fn endpoint(cluster: &Cluster, written: &str) -> Endpoint {
    if let Ok(address) = written.parse() {
        return Endpoint::Address(address);
    }
    let (namespace, name) = written.split_once('/').unwrap();
    let found = cluster.find(namespace, name);
    Endpoint::Pod(found.unwrap_or_else(|| panic!("no pod: {written}")))
}

/// The policies of a file, with empty structs in place of null elements (V5).
fn policies(text: &str) -> Vec<NetworkPolicy> {
    let documents = serde_yaml::Deserializer::from_str(text);
    let values = documents.map(|document| {
        let value: serde_yaml::Value = serde_yaml::Value::deserialize(document).unwrap();
        serde_json::to_value(value).unwrap()
    });
    let objects = values.filter(|value| !value.is_null());
    objects
        .map(|mut object| {
            fill_null_elements(&mut object);
            serde_json::from_value(object).unwrap()
        })
        .collect()
}

fn fill_null_elements(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            for element in elements {
                if element.is_null() {
                    *element = Value::Object(serde_json::Map::new());
                }
                fill_null_elements(element);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(fill_null_elements),
        _ => {}
    }
}

/// The words of each line that is not empty, without comments.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let code = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let words = code.map(|line| line.split_whitespace().collect::<Vec<_>>());
    words.filter(|words| !words.is_empty())
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
