//! Whether two trees say the same.

use crate::syntax::ast::{
    Ast, Isolate, Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Port, PortKind, Ports,
    Requirement, Rule, Selector, Statement, StatementKind, Target,
};

/// Whether the statements of both say the same, in the same order.
pub(super) fn same(one: &Ast, other: &Ast) -> bool {
    all(&one.statements, &other.statements, statement)
}

fn all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| same(one, other))
}

fn both<T>(one: Option<&T>, other: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (None, None) => true,
        _ => false,
    }
}

fn statement(one: &Statement, other: &Statement) -> bool {
    use StatementKind as Kind;
    match (&one.kind, &other.kind) {
        (Kind::Use(one), Kind::Use(other))
        | (Kind::Manifests(one), Kind::Manifests(other))
        | (Kind::Label(one), Kind::Label(other))
        | (Kind::Prefix(one), Kind::Prefix(other)) => name(one, other),
        (Kind::Namespace(one), Kind::Namespace(other))
        | (Kind::Workloads(one), Kind::Workloads(other)) => all(one, other, name),
        (Kind::Workload(one), Kind::Workload(other)) => {
            name(&one.name, &other.name)
                && both(one.namespace.as_ref(), other.namespace.as_ref(), name)
                && selector(&one.selector, &other.selector)
        }
        (Kind::Network(one), Kind::Network(other)) => {
            name(&one.name, &other.name) && all(&one.members, &other.members, peer_expr)
        }
        (Kind::Service(one), Kind::Service(other)) => {
            name(&one.name, &other.name)
                && peer_expr(&one.peer, &other.peer)
                && ports(&one.ports, &other.ports)
        }
        (Kind::Group(one), Kind::Group(other)) => {
            name(&one.name, &other.name) && all(&one.members, &other.members, peer_expr)
        }
        (Kind::Rule(one), Kind::Rule(other)) => rule(one, other),
        (Kind::Isolate(one), Kind::Isolate(other)) => isolate(one, other),
        _ => false,
    }
}

/// How a word is quoted makes no other one of it.
fn name(one: &Name, other: &Name) -> bool {
    one.text == other.text
}

fn rule(one: &Rule, other: &Rule) -> bool {
    one.action == other.action
        && one.expect == other.expect
        && all(&one.sources, &other.sources, peer_expr)
        && all(&one.targets, &other.targets, target)
        && both(one.because.as_ref(), other.because.as_ref(), name)
}

fn isolate(one: &Isolate, other: &Isolate) -> bool {
    one.default_deny == other.default_deny
        && one.direction == other.direction
        && all(&one.subjects, &other.subjects, peer_expr)
}

fn target(one: &Target, other: &Target) -> bool {
    one.direction == other.direction
        && peer_expr(&one.peer, &other.peer)
        && both(one.ports.as_ref(), other.ports.as_ref(), ports)
}

fn peer_expr(one: &PeerExpr, other: &PeerExpr) -> bool {
    peer(&one.peer, &other.peer) && all(&one.except, &other.except, peer)
}

fn peer(one: &Peer, other: &Peer) -> bool {
    match (&one.kind, &other.kind) {
        (PeerKind::Any, PeerKind::Any) | (PeerKind::All, PeerKind::All) => true,
        (PeerKind::Name(one), PeerKind::Name(other))
        | (PeerKind::Address(one), PeerKind::Address(other)) => name(one, other),
        (PeerKind::Selector(one), PeerKind::Selector(other)) => selector(one, other),
        (PeerKind::In(one, pods), PeerKind::In(other, others)) => {
            namespace_part(one, other) && pod_part(pods, others)
        }
        _ => false,
    }
}

fn namespace_part(one: &NamespacePart, other: &NamespacePart) -> bool {
    match (one, other) {
        (NamespacePart::All, NamespacePart::All) => true,
        (NamespacePart::Name(one), NamespacePart::Name(other)) => name(one, other),
        (NamespacePart::Selector(one), NamespacePart::Selector(other)) => selector(one, other),
        _ => false,
    }
}

fn pod_part(one: &PodPart, other: &PodPart) -> bool {
    match (one, other) {
        (PodPart::All, PodPart::All) => true,
        (PodPart::Name(one), PodPart::Name(other)) => name(one, other),
        (PodPart::Selector(one), PodPart::Selector(other)) => selector(one, other),
        _ => false,
    }
}

fn selector(one: &Selector, other: &Selector) -> bool {
    all(&one.requirements, &other.requirements, requirement)
}

fn requirement(one: &Requirement, other: &Requirement) -> bool {
    one.operator == other.operator
        && name(&one.key, &other.key)
        && all(&one.values, &other.values, name)
}

fn ports(one: &Ports, other: &Ports) -> bool {
    all(&one.entries, &other.entries, port)
}

fn port(one: &Port, other: &Port) -> bool {
    let same_kind = match (&one.kind, &other.kind) {
        (PortKind::All, PortKind::All) | (PortKind::Service, PortKind::Service) => true,
        (PortKind::Number(one), PortKind::Number(other))
        | (PortKind::Name(one), PortKind::Name(other)) => name(one, other),
        (PortKind::Range(low, high), PortKind::Range(from, to)) => {
            name(low, from) && name(high, to)
        }
        _ => false,
    };
    same_kind && both(one.protocol.as_ref(), other.protocol.as_ref(), name)
}
