//! What is written reads back as the object that was meant, whatever its strings and comments hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use k8s_openapi::serde::Deserialize;
use netpolc::emit::{generated_from, json, yaml};
use netpolc::k8s::Policy;
use netpolc::source::{FileId, Origin, Span};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngSeed, TestRunner};

/// Strings that some reader, or some part of YAML, takes for something else.
const TRAPS: &[&str] = &[
    "",
    " ",
    "~",
    "y",
    "N",
    "on",
    "Off",
    "true",
    "False",
    "null",
    "NULL",
    "0",
    "-0",
    "0777",
    "08",
    "0o17",
    "0x1F",
    "0b1",
    "1_000",
    "1e3",
    "12e45",
    "1.10",
    ".5",
    ".inf",
    "-.Inf",
    ".nan",
    "NaN",
    "2024-01-01",
    "12:30",
    "---",
    "...",
    "--- a",
    "-",
    "- a",
    "?",
    "? a",
    ":",
    "a: b",
    "a:",
    " a",
    "a ",
    "a #b",
    "#",
    "\"",
    "'",
    "\\",
    "\\n",
    "\\x41",
    "[",
    "]",
    "{}",
    "{a: b}",
    ",",
    "&a",
    "*a",
    "!!int",
    "%YAML 1.2",
    "|",
    ">-",
    "@a",
    "`a`",
    "=",
    "<<",
    "a\nb",
    "\n",
    "\t",
    "\r\n",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{ffff}",
    "\u{202e}",
    "é",
    "😀",
    "app.kubernetes.io/name",
    "10.0.0.0/8",
    "::/0",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => select(TRAPS).prop_map(str::to_owned),
        2 => "[A-Za-z0-9]([-A-Za-z0-9_./]{0,8}[A-Za-z0-9])?",
        1 => vec(select(TRAPS), 2..4).prop_map(|parts| parts.concat()),
        1 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
    ]
}

fn strings() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(text(), text(), 0..4)
}

fn selector() -> impl Strategy<Value = LabelSelector> {
    let requirement = (
        text(),
        select(&["In", "NotIn", "Exists", "DoesNotExist"]),
        option::of(vec(text(), 0..3)),
    )
        .prop_map(|(key, operator, values)| LabelSelectorRequirement {
            key,
            operator: operator.to_owned(),
            values,
        });
    (option::of(strings()), option::of(vec(requirement, 0..3))).prop_map(
        |(match_labels, match_expressions)| LabelSelector {
            match_expressions,
            match_labels,
        },
    )
}

fn peers() -> impl Strategy<Value = Option<Vec<NetworkPolicyPeer>>> {
    let block =
        (text(), option::of(vec(text(), 0..3))).prop_map(|(cidr, except)| IPBlock { cidr, except });
    let peer = (
        option::weighted(0.3, block),
        option::of(selector()),
        option::of(selector()),
    )
        .prop_map(
            |(ip_block, namespace_selector, pod_selector)| NetworkPolicyPeer {
                ip_block,
                namespace_selector,
                pod_selector,
            },
        );
    option::of(vec(peer, 0..3))
}

fn ports() -> impl Strategy<Value = Option<Vec<NetworkPolicyPort>>> {
    let number = prop_oneof![1..=65535, any::<i32>()];
    let port = prop_oneof![
        number.prop_map(IntOrString::Int),
        text().prop_map(IntOrString::String),
    ];
    let entry = (
        option::of(select(&["TCP", "UDP", "SCTP"])),
        option::of(port),
        option::of(any::<i32>()),
    )
        .prop_map(|(protocol, port, end_port)| NetworkPolicyPort {
            end_port,
            port,
            protocol: protocol.map(str::to_owned),
        });
    option::of(vec(entry, 0..3))
}

fn spec() -> impl Strategy<Value = NetworkPolicySpec> {
    let ingress =
        (peers(), ports()).prop_map(|(from, ports)| NetworkPolicyIngressRule { from, ports });
    let egress = (peers(), ports()).prop_map(|(to, ports)| NetworkPolicyEgressRule { to, ports });
    let direction = select(&["Ingress", "Egress"]).prop_map(str::to_owned);
    (
        option::of(selector()),
        option::of(vec(direction, 0..3)),
        option::of(vec(ingress, 0..3)),
        option::of(vec(egress, 0..3)),
    )
        .prop_map(
            |(pod_selector, policy_types, ingress, egress)| NetworkPolicySpec {
                egress,
                ingress,
                pod_selector,
                policy_types,
            },
        )
}

fn object() -> impl Strategy<Value = NetworkPolicy> {
    (
        option::of(text()),
        option::of(text()),
        option::of(strings()),
        option::of(strings()),
        option::weighted(0.9, spec()),
    )
        .prop_map(
            |(name, namespace, labels, annotations, spec)| NetworkPolicy {
                metadata: ObjectMeta {
                    name,
                    namespace,
                    labels,
                    annotations,
                    ..ObjectMeta::default()
                },
                spec,
            },
        )
}

fn origins() -> impl Strategy<Value = Vec<Origin>> {
    let origin = text().prop_map(|text| Origin {
        text: Arc::from(text),
        span: Span::new(FileId(0), 0, 0),
    });
    vec(origin, 0..3)
}

fn policy() -> impl Strategy<Value = Policy> {
    let rules = || vec(origins(), 2);
    (object(), origins(), rules(), rules()).prop_map(
        |(object, isolated_by, mut ingress, mut egress)| {
            let spec = object.spec.as_ref();
            ingress.truncate(spec.and_then(|it| it.ingress.as_ref()).map_or(0, Vec::len));
            egress.truncate(spec.and_then(|it| it.egress.as_ref()).map_or(0, Vec::len));
            Policy {
                object: Arc::new(object),
                isolated_by,
                ingress,
                egress,
            }
        },
    )
}

fn check(name: &str, test: impl Fn(String, Vec<Policy>) -> Result<(), TestCaseError>) {
    let config = ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x6e65_7470),
        ..ProptestConfig::default()
    };
    let input = (text(), vec(policy(), 0..4));
    if let Err(error) = TestRunner::new(config).run(&input, |(title, it)| test(title, it)) {
        panic!("{name}: {error}");
    }
}

fn written(title: &str, policies: &[Policy]) -> String {
    let mut out = String::new();
    yaml(title, policies, &mut out);
    out
}

#[test]
fn yaml_reads_back() {
    check("YAML", |title, policies| {
        let text = written(&title, &policies);
        let documents = serde_yaml::Deserializer::from_str(&text);
        let mut read = Vec::new();
        if !text.is_empty() {
            for document in documents {
                read.push(
                    NetworkPolicy::deserialize(document)
                        .map_err(|error| TestCaseError::fail(format!("{error} in\n{text}")))?,
                );
            }
        }
        let meant: Vec<_> = policies.iter().map(|it| (*it.object).clone()).collect();
        prop_assert_eq!(read, meant, "{}", text);
        Ok(())
    });
}

#[test]
fn json_reads_back() {
    check("JSON", |_, policies| {
        let text = json(&policies);
        let list: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&list["apiVersion"], "v1");
        prop_assert_eq!(&list["kind"], "List");
        let read: Vec<NetworkPolicy> = serde_json::from_value(list["items"].clone()).unwrap();
        let meant: Vec<_> = policies.iter().map(|it| (*it.object).clone()).collect();
        prop_assert_eq!(read, meant, "{}", text);
        Ok(())
    });
}

#[test]
fn comments_change_nothing() {
    check("comments", |title, policies| {
        let text = written(&title, &policies);
        let bare: Vec<Policy> = policies
            .into_iter()
            .map(|policy| Policy {
                isolated_by: Vec::new(),
                ingress: Vec::new(),
                egress: Vec::new(),
                ..policy
            })
            .collect();
        let is_comment = |line: &&str| line.trim_start_matches(' ').starts_with('#');
        let rest: String = text
            .split_inclusive('\n')
            .filter(|it| !is_comment(it))
            .collect();
        let bare = written(&title, &bare);
        let without_header = bare.split_once('\n').map_or("", |(_, rest)| rest);
        prop_assert_eq!(rest, without_header);
        Ok(())
    });
}

#[test]
fn text_is_clean() {
    check("text", |title, policies| {
        let text = written(&title, &policies);
        prop_assert_eq!(
            generated_from(&text),
            (!policies.is_empty()).then_some(title)
        );
        prop_assert!(text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n"));
        for line in text.lines() {
            prop_assert!(!line.ends_with(' '), "{line:?}");
        }
        let forbidden =
            |c: char| c.is_control() && c != '\n' || "\u{2028}\u{2029}\u{feff}".contains(c);
        prop_assert!(!text.contains(forbidden), "{text:?}");
        let separators = text
            .lines()
            .filter(|line| line.starts_with('-'))
            .collect::<Vec<_>>();
        prop_assert_eq!(separators, vec!["---"; policies.len()]);
        Ok(())
    });
}
