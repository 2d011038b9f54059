//! Connections and pods in words.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::model::namespace::Namespace;
use crate::sets::{
    Direction, Endpoint, FlowPoint, NAMESPACE_NAME, Pod, Pods, PortPoint, Protocol, Selector,
    Values,
};

/// How much of a statement is quoted in a message.
const LONGEST: usize = 80;

/// A statement, as a message quotes it: without its reason, and not too much of it.
pub fn said(text: &str) -> String {
    let text = text.split(" because \"").next().unwrap_or(text);
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST).collect();
    format!("{kept}…")
}

/// `5432/tcp from a pod labelled app=a in namespace shop to 203.0.113.1`
pub fn connection(point: &FlowPoint) -> String {
    let (port, source, target) = (&point.port, &point.source, &point.target);
    format!(
        "{} from {} to {}",
        self::port(port),
        endpoint(source),
        endpoint(target)
    )
}

/// `ingress` or `egress`.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

/// `5432/tcp`, or `http/tcp` where only the name of the port matters.
fn port(point: &PortPoint) -> String {
    let protocol = self::protocol(point.protocol);
    let names: Vec<&str> = point.names.iter().map(SmolStr::as_str).collect();
    let names = names.join(" and ");
    match (names.as_str(), point.number) {
        ("", number) => format!("{number}/{protocol}"),
        (names, 1) => format!("{names}/{protocol}"),
        (names, number) => format!("{number}/{protocol} (called {names} there)"),
    }
}

/// A port as the text writes it: `8080`, `53/udp`.
pub fn written_port(port: &str, protocol: Protocol) -> String {
    match protocol {
        Protocol::Tcp => port.to_owned(),
        other => format!("{port}/{}", self::protocol(other)),
    }
}

/// How the text writes a protocol.
pub fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Sctp => "sctp",
    }
}

fn endpoint(endpoint: &Endpoint) -> String {
    match endpoint {
        Endpoint::Address(address) => address.to_string(),
        Endpoint::Pod(pod) => self::pod(pod),
    }
}

fn pod(pod: &Pod) -> String {
    let labels = if pod.labels.is_empty() {
        "a pod without labels".to_owned()
    } else {
        format!("a pod labelled {}", labels(&pod.labels, ""))
    };
    let place = match pod.namespace_name() {
        None => "some namespace".to_owned(),
        Some(Namespace::UNNAMED) => "the file's own namespace".to_owned(),
        Some(name) => format!("namespace {name}"),
    };
    let others = self::labels(&pod.namespace, NAMESPACE_NAME);
    if others.is_empty() {
        format!("{labels} in {place}")
    } else {
        format!("{labels} in {place} (labelled {others})")
    }
}

fn labels(labels: &BTreeMap<SmolStr, SmolStr>, but: &str) -> String {
    let shown = labels.iter().filter(|(key, _)| *key != but);
    let shown = shown.map(|(key, value)| format!("{key}={value}"));
    shown.collect::<Vec<_>>().join(", ")
}

/// Pods, by the selectors of them and their namespace.
pub fn pods(pods: &Pods) -> String {
    let labels = if pods.labels.is_everything() {
        "the pods".to_owned()
    } else {
        format!("the pods `{}`", selector(&pods.labels))
    };
    match pods.namespace_name() {
        Some(Namespace::UNNAMED) => format!("{labels} of the file's own namespace"),
        Some(name) => format!("{labels} of namespace {name}"),
        None if pods.namespace.is_everything() => format!("{labels} of any namespace"),
        None => format!("{labels} of the namespaces `{}`", selector(&pods.namespace)),
    }
}

/// A selector as kubectl spells it, in brackets; `*` for all pods.
pub fn selector(selector: &Selector) -> String {
    if selector.is_everything() {
        return "*".to_owned();
    }
    let requirements = selector.requirements().iter();
    let requirements = requirements.flat_map(|(key, values)| requirement(key, values));
    format!("[{}]", requirements.collect::<Vec<_>>().join(", "))
}

fn requirement(key: &str, values: &Values) -> Vec<String> {
    let listed: Vec<String> = values.listed().iter().map(|value| word(value)).collect();
    let list = listed.join(", ");
    match (values.is_finite(), values.has_absent(), listed.as_slice()) {
        (true, _, []) => vec![format!("!{key}")],
        (true, false, [one]) => vec![format!("{key}={one}")],
        // `requirement` is asked of selectors that an object can say; absent and a value is none.
        (true, ..) => vec![format!("{key} in ({list})")],
        (false, true, []) => Vec::new(),
        // Every namespace has a name.
        (false, false, [one]) if key == NAMESPACE_NAME => vec![format!("{key}!={one}")],
        (false, false, [_, ..]) if key == NAMESPACE_NAME => vec![format!("{key} notin ({list})")],
        (false, false, []) => vec![key.to_owned()],
        (false, true, [one]) => vec![format!("{key}!={one}")],
        (false, true, _) => vec![format!("{key} notin ({list})")],
        (false, false, _) => vec![key.to_owned(), format!("{key} notin ({list})")],
    }
}

fn word(value: &str) -> String {
    if value.is_empty() {
        "\"\"".to_owned()
    } else {
        value.to_owned()
    }
}
