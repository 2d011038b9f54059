//! The peers, selectors and namespaces that statements write.

use crate::syntax::ast::{
    Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Selector, Statement, StatementKind,
    Target,
};

/// The peers of a statement, those of targets included; not the members of networks.
pub(super) fn peers(statement: &Statement) -> Vec<&PeerExpr> {
    match &statement.kind {
        StatementKind::Rule(rule) => {
            let targets = rule.targets.iter().map(|target| &target.peer);
            rule.sources.iter().chain(targets).collect()
        }
        StatementKind::Isolate(isolate) if !isolate.default_deny => {
            isolate.subjects.iter().collect()
        }
        StatementKind::Group(group) => group.members.iter().collect(),
        StatementKind::Service(service) => vec![&service.peer],
        _ => Vec::new(),
    }
}

/// The targets of a statement; the peer and ports of a service are one.
pub(super) fn targets(statement: &Statement) -> Vec<Target> {
    match &statement.kind {
        StatementKind::Rule(rule) => rule.targets.clone(),
        StatementKind::Service(service) => vec![Target {
            span: service.peer.span,
            peer: service.peer.clone(),
            ports: Some(service.ports.clone()),
            direction: None,
        }],
        _ => Vec::new(),
    }
}

/// The selectors of a statement that choose pods.
pub(super) fn pod_selectors(statement: &Statement) -> Vec<&Selector> {
    let mut found: Vec<&Selector> = each_peer(statement)
        .filter_map(|peer| match &peer.kind {
            PeerKind::Selector(selector) | PeerKind::In(_, PodPart::Selector(selector)) => {
                Some(selector)
            }
            _ => None,
        })
        .collect();
    if let StatementKind::Workload(workload) = &statement.kind {
        found.push(&workload.selector);
    }
    found
}

/// The selectors of a statement that choose namespaces.
pub(super) fn namespace_selectors(statement: &Statement) -> Vec<&Selector> {
    let peers = each_peer(statement);
    let selectors = peers.filter_map(|peer| match &peer.kind {
        PeerKind::In(NamespacePart::Selector(selector), _) => Some(selector),
        _ => None,
    });
    selectors.collect()
}

/// The names of peers that a statement writes without a namespace.
pub(super) fn names(statement: &Statement) -> Vec<&Name> {
    let peers = each_peer(statement);
    let names = peers.filter_map(|peer| match &peer.kind {
        PeerKind::Name(name) => Some(name),
        _ => None,
    });
    names.collect()
}

/// The namespaces that a statement names.
pub(super) fn namespaces(statement: &Statement) -> Vec<&Name> {
    match &statement.kind {
        StatementKind::Namespace(names) => names.iter().collect(),
        StatementKind::Workload(workload) => workload.namespace.iter().collect(),
        _ => {
            let peers = each_peer(statement);
            let names = peers.filter_map(|peer| match &peer.kind {
                PeerKind::In(NamespacePart::Name(name), _) => Some(name),
                _ => None,
            });
            names.collect()
        }
    }
}

fn each_peer(statement: &Statement) -> impl Iterator<Item = &Peer> {
    let exprs = peers(statement).into_iter();
    exprs.flat_map(|expr| std::iter::once(&expr.peer).chain(&expr.except))
}
