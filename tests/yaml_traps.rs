//! What kubectl's own YAML reader makes of the output is what was meant.
//!
//! Rust's readers follow YAML 1.2 and prove nothing about kubectl, which takes `on`, `y`, `1e3` and
//! `0777` for something else, in keys too and without a word. So kubectl is asked, for every short
//! string that the API allows over the alphabet of the traps. Each test is a few processes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use netpolc::emit::{json, yaml};
use netpolc::k8s::{Policy, dns_label, dns_subdomain, label_key, label_value, port_name};
use netpolc::source::{FileId, Origin, Span};
use serde_json::{Value, json};

use crate::support::skip::skipped;

/// Digits of all bases, the letters of exponents, bases and truth values, and what may stand
/// between them.
const ALPHABET: &str = "01789abeonxyN_-.";

/// Words that mean something, or look as if they did, to some reader of YAML; in every casing.
const WORDS: &[&str] = &[
    "y", "n", "t", "f", "yes", "no", "on", "off", "true", "false", "null", "nil", "none", "nan",
    "inf", "infinity", "0x1f", "0o17", "0b101", "1e3", "12e45", "1e400", "1e-3",
];

/// More of them, as they are.
const MORE: &[&str] = &[
    "0777",
    "0123456",
    "0189",
    "1_000",
    "0x_1",
    "0b1_0",
    "685_230.15",
    "2024-01-01",
    "2024-1-1",
    "20240101",
    "1.2.3",
    "10.0.0.0",
    "v1.0",
    "1.10",
    "1.5e3",
    "123456789012345678901234567890",
    "0.1e-10",
    "9223372036854775808",
    "deadbeef",
    "1234e56",
    "12345678",
];

/// Everything that may stand in an API word: short strings over the alphabet, and the named words.
fn strings() -> BTreeSet<String> {
    let mut all = BTreeSet::from([String::new()]);
    let mut longest = vec![String::new()];
    for _ in 0..4 {
        longest = longest
            .iter()
            .flat_map(|start| ALPHABET.chars().map(move |c| format!("{start}{c}")))
            .collect();
        all.extend(longest.iter().cloned());
    }
    all.extend(WORDS.iter().flat_map(|word| casings(word)));
    all.extend(MORE.iter().map(|&word| word.to_owned()));
    all
}

fn casings(word: &str) -> Vec<String> {
    word.chars().fold(vec![String::new()], |starts, c| {
        let both = BTreeSet::from([c.to_ascii_lowercase(), c.to_ascii_uppercase()]);
        starts
            .iter()
            .flat_map(|start| both.iter().map(move |c| format!("{start}{c}")))
            .collect()
    })
}

fn policy(metadata: &Value, spec: &Value) -> Policy {
    let object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": metadata, "spec": spec,
    });
    Policy {
        object: Arc::new(serde_json::from_value(object).unwrap()),
        isolated_by: Vec::new(),
        ingress: Vec::new(),
        egress: Vec::new(),
    }
}

/// What kubectl reads from a file of that text; nothing where there is no kubectl.
pub(crate) fn kubectl(file: &str, text: &str) -> Option<Vec<Value>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    fs::write(&path, text).unwrap();
    kubectl_in(&path)
}

/// What kubectl reads from a file, or from all files of a folder; nothing where there is no kubectl.
pub(crate) fn kubectl_in(path: &Path) -> Option<Vec<Value>> {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new("kubectl")
        .args(["annotate", "--local", "zz=1", "-o", "json", "-R", "-f"])
        .arg(path)
        .env("HOME", home.path())
        .env("KUBECONFIG", home.path().join("none"))
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skipped("what kubectl reads, since it is not here");
            return None;
        }
        Err(error) => panic!("kubectl: {error}"),
    };
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "kubectl: {complaints}");
    assert_eq!(complaints, "");
    let read = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    Some(read.map(Result::unwrap).collect())
}

/// Asserts that kubectl reads what was meant, from YAML and from JSON.
fn assert_read(policies: &[Policy]) {
    let mut text = String::new();
    yaml("traps.netpol", policies, &mut text);
    for (file, text) in [("traps.yaml", text), ("traps.json", json(policies))] {
        let Some(read) = kubectl(file, &text) else {
            return;
        };
        assert_eq!(read.len(), policies.len(), "documents in {file}");
        let mut differences = Vec::new();
        for (policy, read) in policies.iter().zip(&read) {
            let mut meant = serde_json::to_value(&*policy.object).unwrap();
            meant["metadata"]["annotations"]["zz"] = json!("1");
            compare(file, &meant, read, &mut differences);
        }
        let count = differences.len();
        differences.truncate(20);
        assert!(
            count == 0,
            "{count} differences:\n{}",
            differences.join("\n")
        );
    }
}

/// Notes each place where the two values differ.
fn compare(place: &str, meant: &Value, read: &Value, differences: &mut Vec<String>) {
    match (meant, read) {
        (Value::Object(meant), Value::Object(read)) => {
            for key in meant.keys().chain(read.keys()).collect::<BTreeSet<_>>() {
                let [meant, read] = [meant, read].map(|map| map.get(key).unwrap_or(&Value::Null));
                compare(&format!("{place}.{key:?}"), meant, read, differences);
            }
        }
        (Value::Array(meant), Value::Array(read)) if meant.len() == read.len() => {
            for (index, (meant, read)) in meant.iter().zip(read).enumerate() {
                compare(&format!("{place}.{index}"), meant, read, differences);
            }
        }
        _ if meant == read => {}
        _ => differences.push(format!("{place}: meant {meant}, read {read}")),
    }
}

#[test]
fn label_keys_and_values() {
    let strings = strings();
    let keys: Vec<&String> = strings.iter().filter(|it| label_key(it).is_ok()).collect();
    let values: Vec<&String> = strings
        .iter()
        .filter(|it| label_value(it).is_ok())
        .collect();
    assert!(keys.len() > 40_000 && values.len() == keys.len() + 1);
    let with_prefix = |word: &&str| format!("{word}/{word}");
    let prefixed = WORDS.iter().map(with_prefix);
    let labels: BTreeMap<String, &str> = keys
        .iter()
        .map(|it| ((*it).clone(), it.as_str()))
        .chain(prefixed.map(|key| (key, "")))
        .collect();
    assert_read(&[
        policy(
            &json!({"name": "a", "labels": labels}),
            &json!({"podSelector": {}}),
        ),
        policy(&json!({"name": "a", "annotations": labels}), &json!({})),
        policy(
            &json!({"name": "a"}),
            &json!({"podSelector": {"matchLabels": labels}}),
        ),
        policy(
            &json!({"name": "a"}),
            &json!({"podSelector": {"matchExpressions": [
                {"key": "a", "operator": "In", "values": values},
            ]}}),
        ),
    ]);
}

#[test]
fn keys_of_expressions() {
    let strings = strings();
    let expressions: Vec<Value> = strings
        .iter()
        .filter(|it| label_key(it).is_ok())
        .map(|key| json!({"key": key, "operator": "Exists"}))
        .collect();
    assert!(expressions.len() > 40_000);
    let peer = json!({"namespaceSelector": {"matchExpressions": expressions}});
    assert_read(&[policy(
        &json!({"name": "a"}),
        &json!({"podSelector": {}, "egress": [{"to": [peer]}]}),
    )]);
}

#[test]
fn names_and_namespaces() {
    let strings = strings();
    let names = strings.iter().filter(|it| dns_subdomain(it).is_ok());
    let namespaces = strings.iter().filter(|it| dns_label(it).is_ok());
    let policies: Vec<Policy> = names
        .zip(namespaces.cycle())
        .map(|(name, namespace)| {
            policy(
                &json!({"name": name, "namespace": namespace}),
                &json!({"podSelector": {}}),
            )
        })
        .collect();
    assert!(policies.len() > 20_000);
    assert_read(&policies);
}

#[test]
fn names_of_ports() {
    let ports: Vec<Value> = strings()
        .iter()
        .filter(|it| port_name(it).is_ok())
        .map(|name| json!({"protocol": "TCP", "port": name}))
        .collect();
    assert!(ports.len() > 10_000);
    let ranges = json!([
        {"protocol": "TCP", "port": 1, "endPort": 65535},
        {"protocol": "SCTP", "port": 8080},
        {"protocol": "UDP"},
    ]);
    assert_read(&[policy(
        &json!({"name": "a"}),
        &json!({"podSelector": {}, "ingress": [{"ports": ports}, {}, {"ports": ranges}]}),
    )]);
}

#[test]
fn address_blocks() {
    assert_read(&[policy(
        &json!({"name": "a"}),
        &json!({"podSelector": {}, "egress": [{"to": [
            {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "192.0.2.1/32"]}},
            {"ipBlock": {"cidr": "::/0", "except": ["2001:db8::/32", "::1/128"]}},
        ]}]}),
    )]);
}

/// A sample of every kind of character: all of the first plane, and the ends of the others.
fn characters() -> impl Iterator<Item = char> {
    let planes = (1..=0x10_u32).flat_map(|plane| {
        let start = plane << 16;
        (start..start + 3).chain(start + 0xfffd..start + 0x1_0000)
    });
    (0..0x1_0000).chain(planes).filter_map(char::from_u32)
}

#[test]
fn every_character_of_an_annotation() {
    let annotations: BTreeMap<String, String> = characters()
        .map(|c| (format!("c{:x}", u32::from(c)), format!("{c}a{c}: b #{c}")))
        .collect();
    assert!(annotations.len() > 60_000);
    assert_read(&[policy(
        &json!({"name": "a", "annotations": annotations}),
        &json!({}),
    )]);
}

#[test]
fn every_character_of_a_comment() {
    let origins: Vec<Origin> = characters()
        .map(|c| Origin {
            text: Arc::from(format!("{c}a {c}x: {c}y")),
            span: Span::new(FileId(0), 0, 0),
        })
        .collect();
    let mut policy = policy(
        &json!({"name": "a"}),
        &json!({"podSelector": {}, "ingress": [{}], "egress": [{"ports": [{"port": 80}]}]}),
    );
    policy.isolated_by.clone_from(&origins);
    policy.ingress = vec![origins.clone()];
    policy.egress = vec![origins];
    assert_read(&[policy]);
}
