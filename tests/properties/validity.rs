//! Every object that is written passes the API server, by a reading of its V-rules that shares
//! nothing with the compiler, and says nothing that only looks like a mistake.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use netpolc::driver::{Options, Run, run};
use netpolc::k8s::Policy;

use crate::support::compile::{Disk, file};
use crate::support::golden::{files, root};

#[test]
fn objects_of_examples_are_valid() {
    let folder = root().join("examples");
    let mut runs: Vec<Vec<_>> = files(&folder, ".netpol")
        .into_iter()
        .map(|path| vec![path])
        .collect();
    runs.push(files(&folder.join("teams"), ".netpol"));
    runs.push(files(&folder.join("services"), ".netpol"));
    let mut objects = 0;
    for paths in runs {
        let inputs = paths.iter().map(|path| file(path, "title").unwrap());
        let run = run(inputs.collect::<Vec<_>>(), &Disk, &Options::default());
        objects += run
            .units
            .iter()
            .map(|unit| unit.policies.len())
            .sum::<usize>();
        assert_eq!(wrong(&run), [""; 0], "{paths:?}");
    }
    assert!(objects > 50, "only {objects} objects");
}

#[test]
fn what_is_invalid_is_noticed() {
    for name in ["", "A", "a_b", "-a", "a.", "a..b"] {
        assert!(!is_subdomain(name), "{name}");
    }
    for key in ["", "/a", "a/", "a/b/c", "A/b", "a b", "-a", "a/-"] {
        assert!(!is_label_key(key), "{key}");
    }
    for value in ["-", "a:b", "a/b", "a_", &"a".repeat(64)] {
        assert!(!is_label_value(value), "{value}");
    }
    for name in ["80", "a--b", "-a", "a-", "A", "abcdefghijklmnop", ""] {
        assert!(!is_port_name(name), "{name}");
    }
    for text in [
        "10.0.0.1/8",
        "10.0.0.0/08",
        "010.0.0.0/8",
        "10.0.0.0",
        "::ffff:10.0.0.0/104",
        "10.0.0.0/33",
        "10.0.0.0/+8",
    ] {
        assert_eq!(cidr(text), None, "{text}");
    }
    for text in ["2001:DB8::/32", "2001:db8:0::/32"] {
        assert!(cidr(text).is_some() && !is_canonical(text), "{text}");
    }
    assert!(is_subdomain("a.b-c.0") && is_label_key("a.b/C_d") && is_label_value(""));
    assert!(is_port_name("1e3") && cidr("::/0").is_some());
}

/// What the API server would refuse of an object, whoever wrote it: by the V-rules alone.
pub(crate) fn refused(object: &NetworkPolicy) -> Vec<String> {
    let policy = Policy {
        object: Arc::new(object.clone()),
        isolated_by: Vec::new(),
        ingress: Vec::new(),
        egress: Vec::new(),
    };
    let mut wrong = Vec::new();
    judge(&policy, &mut wrong);
    wrong.retain(|wrong| wrong.starts_with('V'));
    wrong
}

/// All that is wrong with the objects of a run.
pub(crate) fn wrong(run: &Run) -> Vec<String> {
    let mut all = Vec::new();
    let mut names = BTreeSet::new();
    for policy in run.units.iter().flat_map(|unit| &unit.policies) {
        let mut wrong = Vec::new();
        judge(policy, &mut wrong);
        let metadata = &policy.object.metadata;
        if !names.insert((metadata.namespace.clone(), metadata.name.clone())) {
            wrong.push("a second object of this name".to_owned());
        }
        let name = metadata.name.as_deref().unwrap_or_default();
        all.extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
    all
}

fn judge(policy: &Policy, wrong: &mut Vec<String>) {
    let mut must = |holds: bool, rule: &str, what: &dyn std::fmt::Debug| {
        if !holds {
            wrong.push(format!("{rule}: {what:?}"));
        }
    };
    let metadata = &policy.object.metadata;
    let name = metadata.name.as_deref().unwrap_or_default();
    let is_generated = metadata.name.is_none() && metadata.generate_name.is_some();
    must(is_subdomain(name) || is_generated, "V7", &name);
    must(!is_generated, "a name of its own", &name);
    if let Some(namespace) = &metadata.namespace {
        must(is_dns_label(namespace, 63), "V9", namespace);
    }
    for (key, value) in metadata.labels.iter().flatten() {
        must(is_label_key(key), "V10", key);
        must(is_label_value(value), "V11", value);
    }
    for key in metadata.annotations.iter().flatten().map(|(key, _)| key) {
        must(is_label_key(&key.to_lowercase()), "V12", key);
    }
    let Some(spec) = &policy.object.spec else {
        wrong.push("no spec".to_owned());
        return;
    };
    let types: Vec<&str> = spec
        .policy_types
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let explicit = [&["Ingress"][..], &["Egress"], &["Ingress", "Egress"]];
    let known = |one: &&str| matches!(*one, "Ingress" | "Egress");
    must(types.len() <= 2 && types.iter().all(known), "V22", &types);
    must(explicit.contains(&types.as_slice()), "explicit", &types);
    must(spec.pod_selector.is_some(), "S14", &"no podSelector");
    let ingress = spec.ingress.as_deref();
    let egress = spec.egress.as_deref();
    for (listed, rules) in [
        ("Ingress", ingress.map(<[_]>::len)),
        ("Egress", egress.map(<[_]>::len)),
    ] {
        must(rules != Some(0), "an empty list", &listed);
        must(rules.is_none() || types.contains(&listed), "S8", &listed);
    }
    must(
        policy.ingress.len() == ingress.unwrap_or_default().len()
            && policy.egress.len() == egress.unwrap_or_default().len(),
        "origins",
        &"as many as rules",
    );
    for origins in policy.ingress.iter().chain(&policy.egress) {
        must(!origins.is_empty(), "origins", &"of each rule");
        let texts = origins.windows(2).all(|pair| pair[0].text < pair[1].text);
        must(texts, "origins sorted, none twice", origins);
    }
    let silent = policy.isolated_by.is_empty() && ingress.is_none() && egress.is_none();
    must(!silent, "origins", &"of the object");
    if name.ends_with("default-deny") {
        let bare = ingress.is_none() && egress.is_none();
        must(
            bare && !policy.isolated_by.is_empty(),
            "default-deny",
            &spec,
        );
    }
    if let Some(selector) = &spec.pod_selector {
        judge_selector(selector, wrong);
    }
    for rule in ingress.unwrap_or_default() {
        judge_peers(rule.from.as_deref(), wrong);
        judge_ports(rule.ports.as_deref(), wrong);
    }
    for rule in egress.unwrap_or_default() {
        judge_peers(rule.to.as_deref(), wrong);
        judge_ports(rule.ports.as_deref(), wrong);
    }
}

fn judge_peers(peers: Option<&[NetworkPolicyPeer]>, wrong: &mut Vec<String>) {
    let Some(peers) = peers else {
        return;
    };
    // An empty list would mean everything (S12).
    if peers.is_empty() || repeats(peers) {
        wrong.push(format!("no peers, or one twice: {peers:?}"));
    }
    for peer in peers {
        let selectors = [&peer.namespace_selector, &peer.pod_selector];
        match &peer.ip_block {
            Some(block) => {
                if selectors.iter().any(|one| one.is_some()) {
                    wrong.push(format!("V23: {peer:?}"));
                }
                judge_block(block, wrong);
            }
            None if selectors.iter().all(|one| one.is_none()) => {
                wrong.push(format!("V24: {peer:?}"));
            }
            None => {}
        }
        for selector in selectors.into_iter().flatten() {
            judge_selector(selector, wrong);
        }
    }
}

fn judge_selector(selector: &LabelSelector, wrong: &mut Vec<String>) {
    let labels = selector.match_labels.iter().flatten();
    for (key, value) in labels.clone() {
        if !is_label_key(key) || !is_label_value(value) {
            wrong.push(format!("V17: {key}={value}"));
        }
    }
    let expressions = selector.match_expressions.as_deref().unwrap_or_default();
    for one in expressions {
        let values = one.values.as_deref().unwrap_or_default();
        let fits = match one.operator.as_str() {
            "In" | "NotIn" => !values.is_empty(),
            "Exists" | "DoesNotExist" => values.is_empty(),
            _ => false,
        };
        let words = is_label_key(&one.key) && values.iter().all(|one| is_label_value(one));
        if !fits || !words {
            wrong.push(format!("V18 to V21: {one:?}"));
        }
        if repeats(values) {
            wrong.push(format!("a value twice: {one:?}"));
        }
    }
    if repeats(expressions) {
        wrong.push(format!("an expression twice: {expressions:?}"));
    }
    // Requirements of one key have a value in common, or absence.
    let keys: BTreeSet<&String> = labels
        .clone()
        .map(|(key, _)| key)
        .chain(expressions.iter().map(|one| &one.key))
        .collect();
    for key in keys {
        let equal: Vec<&String> = labels
            .clone()
            .filter(|(one, _)| *one == key)
            .map(|(_, value)| value)
            .collect();
        let about: Vec<_> = expressions.iter().filter(|one| one.key == *key).collect();
        let fresh = "no value that anybody mentions".to_owned();
        let listed = about.iter().flat_map(|one| one.values.iter().flatten());
        let mut states: Vec<Option<&String>> = vec![None, Some(&fresh)];
        states.extend(listed.chain(equal.iter().copied()).map(Some));
        let possible = states.iter().any(|state| {
            let fits = |values: &Option<Vec<String>>| {
                state.is_some_and(|state| values.iter().flatten().any(|one| one == state))
            };
            equal.iter().all(|value| *state == Some(*value))
                && about.iter().all(|one| match one.operator.as_str() {
                    "In" => fits(&one.values),
                    "NotIn" => !fits(&one.values),
                    "Exists" => state.is_some(),
                    _ => state.is_none(),
                })
        });
        if !possible {
            wrong.push(format!("no pod satisfies {selector:?}"));
        }
    }
}

fn judge_ports(ports: Option<&[NetworkPolicyPort]>, wrong: &mut Vec<String>) {
    let Some(ports) = ports else {
        return;
    };
    if ports.is_empty() || repeats(ports) {
        wrong.push(format!("no ports, or one twice: {ports:?}"));
    }
    for port in ports {
        let protocol = matches!(
            port.protocol.as_deref(),
            None | Some("TCP" | "UDP" | "SCTP")
        );
        let numbers = 1..=65535;
        let fits = match (&port.port, port.end_port) {
            (None, None) => true,
            (Some(IntOrString::Int(number)), None) => numbers.contains(number),
            (Some(IntOrString::Int(first)), Some(last)) => {
                numbers.contains(first) && numbers.contains(&last) && *first <= last
            }
            (Some(IntOrString::String(name)), None) => is_port_name(name),
            (_, Some(_)) => false,
        };
        if !protocol || !fits {
            wrong.push(format!("V25 to V28: {port:?}"));
        }
        let one = port.end_port.map(IntOrString::Int);
        if port.protocol.is_none() || (one.is_some() && one == port.port) {
            wrong.push(format!("no protocol, or a range of one: {port:?}"));
        }
    }
}

fn judge_block(block: &IPBlock, wrong: &mut Vec<String>) {
    let whole = cidr(&block.cidr);
    let texts = block.except.as_deref().unwrap_or_default();
    let holes: Option<Vec<IpNet>> = texts.iter().map(|text| cidr(text)).collect();
    let (Some(whole), Some(holes)) = (whole, holes) else {
        wrong.push(format!("V33: {block:?}"));
        return;
    };
    if !is_canonical(&block.cidr) || !texts.iter().all(|text| is_canonical(text)) {
        wrong.push(format!("not as it is written best: {block:?}"));
    }
    let within =
        |hole: &IpNet| whole.contains(&hole.network()) && hole.prefix_len() > whole.prefix_len();
    if !holes.iter().all(within) {
        wrong.push(format!("V29: {block:?}"));
    }
    if block.except.as_ref().is_some_and(Vec::is_empty) || repeats(&holes) {
        wrong.push(format!("no exceptions, or one twice: {block:?}"));
    }
    // What is left begins at the start of the block or behind a hole.
    let behind = holes.iter().map(|hole| next(hole.broadcast()));
    let mut starts = behind.chain([Some(whole.network())]).flatten();
    let left = starts
        .any(|start| whole.contains(&start) && !holes.iter().any(|hole| hole.contains(&start)));
    if !left {
        wrong.push(format!("nothing is left of {block:?}"));
    }
}

fn next(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => {
            let next = u32::from(address).checked_add(1)?;
            Some(IpAddr::V4(next.into()))
        }
        IpAddr::V6(address) => {
            let next = u128::from(address).checked_add(1)?;
            Some(IpAddr::V6(next.into()))
        }
    }
}

fn is_canonical(text: &str) -> bool {
    cidr(text).is_some_and(|net| net.to_string() == text)
}

/// V33. Rust takes no leading zeros in an address.
fn cidr(text: &str) -> Option<IpNet> {
    let (address, length) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let net = IpNet::new(address, length.parse().ok()?).ok()?;
    let mapped = matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some());
    let plain = length == net.prefix_len().to_string();
    (net.network() == address && plain && !mapped).then_some(net)
}

/// V7.
fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(|part| is_dns_label(part, 253))
}

fn is_dns_label(text: &str, longest: usize) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty()
        && text.len() <= longest
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// V30.
fn is_label_key(text: &str) -> bool {
    let name = |text: &str| !text.is_empty() && is_label_value(text);
    match text.split_once('/') {
        Some((prefix, rest)) => is_subdomain(prefix) && name(rest),
        None => name(text),
    }
}

/// V31.
fn is_label_value(text: &str) -> bool {
    let end = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii_alphanumeric());
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= 63
        && text.bytes().all(inner)
        && end(text.bytes().next())
        && end(text.bytes().last())
}

/// V32.
fn is_port_name(text: &str) -> bool {
    is_dns_label(text, 15)
        && !text.contains("--")
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn repeats<T: PartialEq>(list: &[T]) -> bool {
    list.iter()
        .enumerate()
        .any(|(at, one)| list[..at].contains(one))
}
