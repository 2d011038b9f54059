//! Peers, selectors and targets.

use crate::format::port::ports;
use crate::format::word::{label_key, label_value, name, peer_name};
use crate::syntax::ast::{
    Direction, Name, NamespacePart, Operator, Peer, PeerExpr, PeerKind, PodPart, Requirement,
    Selector, Target,
};

/// A peer with its `except`.
pub fn peer_expr(expr: &PeerExpr) -> String {
    let peer = peer(&expr.peer);
    match expr.except.as_slice() {
        [] => peer,
        [one] => format!("{peer} except {}", self::peer(one)),
        several => format!("{peer} except ({})", commas(several, self::peer)),
    }
}

/// A target: peer, ports, direction.
pub fn target(target: &Target) -> String {
    let ports = target
        .ports
        .as_ref()
        .map_or(String::new(), |list| format!(":{}", ports(list)));
    let direction = target
        .direction
        .map_or(String::new(), |one| format!(":{}", direction(one)));
    suffixed(&target.peer, &format!("{ports}{direction}"))
}

/// A peer with what follows it, `:80:ingress`. An IPv6 address takes it in brackets.
pub(super) fn suffixed(expr: &PeerExpr, suffix: &str) -> String {
    let mut text = peer_expr(expr);
    let last = match expr.except.as_slice() {
        [] => &expr.peer,
        [one] => one,
        _ => return text + suffix,
    };
    if let (PeerKind::Address(address), false) = (&last.kind, suffix.is_empty())
        && address.text.contains(':')
    {
        text.truncate(text.len() - address.text.len());
        text = format!("{text}[{}]", address.text);
    }
    text + suffix
}

/// `ingress` or `egress`.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

/// `[a=b, c in (d, e)]`
pub fn selector(selector: &Selector) -> String {
    format!("[{}]", commas(&selector.requirements, requirement))
}

/// `one, two, three`
pub(super) fn commas<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn peer(peer: &Peer) -> String {
    match &peer.kind {
        PeerKind::Any => "any".to_owned(),
        PeerKind::All => "*".to_owned(),
        PeerKind::Name(name) => peer_name(name),
        PeerKind::Selector(selector) => self::selector(selector),
        PeerKind::Address(address) => address.text.to_string(),
        PeerKind::In(namespace, pods) => {
            format!("{}/{}", namespace_part(namespace), pod_part(pods))
        }
    }
}

fn namespace_part(part: &NamespacePart) -> String {
    match part {
        NamespacePart::Name(namespace) => name(namespace),
        NamespacePart::Selector(selector) => self::selector(selector),
        NamespacePart::All => "*".to_owned(),
    }
}

fn pod_part(part: &PodPart) -> String {
    match part {
        PodPart::Name(workload) => name(workload),
        PodPart::Selector(selector) => self::selector(selector),
        PodPart::All => "*".to_owned(),
    }
}

fn requirement(requirement: &Requirement) -> String {
    let key = label_key(&requirement.key);
    let one = || {
        requirement
            .values
            .first()
            .map_or(String::new(), value_or_nothing)
    };
    match requirement.operator {
        Operator::Equals => format!("{key}={}", one()),
        Operator::NotEquals => format!("{key}!={}", one()),
        Operator::In => format!("{key} in ({})", commas(&requirement.values, label_value)),
        Operator::NotIn => format!("{key} notin ({})", commas(&requirement.values, label_value)),
        Operator::Exists => key,
        Operator::DoesNotExist => format!("!{key}"),
    }
}

/// The empty value of `[app=]` is written as nothing at all.
fn value_or_nothing(value: &Name) -> String {
    if value.text.is_empty() {
        String::new()
    } else {
        label_value(value)
    }
}
