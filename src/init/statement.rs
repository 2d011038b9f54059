//! The statements that a first program is made of, in canonical form.

use std::collections::BTreeSet;

use crate::format;
use crate::init::connections::Source;
use crate::init::peer::{NumberOrName, Peer, PeerPods, PeerPort};
use crate::k8s::inventory::Labels;
use crate::source::{FileId, Span};
use crate::syntax::ast;
use crate::syntax::ast::{
    Action, Direction, Name, NamespacePart, Operator, PeerExpr, PeerKind, PodPart, Port, PortKind,
    Ports, Requirement, Rule, Selector, Statement, StatementKind, Target, Workload,
};

/// What was never written has no place.
const NOWHERE: Span = Span {
    file: FileId(0),
    start: 0,
    end: 0,
};

/// `manifests "PATH"`
pub(super) fn manifests(path: &str) -> String {
    spelt(StatementKind::Manifests(name(path)))
}

/// `namespace NAME`
pub(super) fn namespace(of: &str) -> String {
    spelt(StatementKind::Namespace(vec![name(of)]))
}

/// `workload NAME = [LABELS]`, on its lines.
pub(super) fn workload(of: &str, labels: &Labels) -> String {
    lines(StatementKind::Workload(Workload {
        name: name(of),
        namespace: None,
        selector: selector(labels),
    }))
}

/// `allow SOURCE -> TARGET:PORTS`, as it is written in the section of `home`. What comes from outside is
/// let in, and no more. On its lines.
pub(super) fn allow(
    source: &Source,
    target: &Peer,
    ports: &BTreeSet<&PeerPort>,
    home: &str,
) -> Option<String> {
    let (from, direction) = match source {
        Source::Any => (PeerKind::Any, Some(Direction::Ingress)),
        Source::Pods(pods) => (peer(pods, home), None),
        Source::Unnamed(_) => return None,
    };
    let entries: Vec<Port> = ports.iter().map(|port| self::port(port)).collect();
    let ports = Ports {
        span: NOWHERE,
        parentheses: entries.len() > 1,
        entries,
    };
    let target = Target {
        span: NOWHERE,
        peer: expr(peer(target, home)),
        ports: Some(ports),
        direction,
    };
    Some(lines(StatementKind::Rule(Rule {
        action: Action::Allow,
        expect: false,
        sources: vec![expr(from)],
        targets: vec![target],
        because: None,
    })))
}

fn peer(of: &Peer, home: &str) -> PeerKind {
    let is_here = of.namespace == home;
    match &of.pods {
        PeerPods::Name { name: word, .. } if is_here => PeerKind::Name(name(word)),
        PeerPods::Labels(labels) if is_here => PeerKind::Selector(selector(labels)),
        PeerPods::Name { name: word, .. } => PeerKind::In(
            NamespacePart::Name(name(&of.namespace)),
            PodPart::Name(name(word)),
        ),
        PeerPods::Labels(labels) => PeerKind::In(
            NamespacePart::Name(name(&of.namespace)),
            PodPart::Selector(selector(labels)),
        ),
    }
}

fn expr(kind: PeerKind) -> PeerExpr {
    PeerExpr {
        span: NOWHERE,
        peer: ast::Peer {
            span: NOWHERE,
            kind,
        },
        except: Vec::new(),
    }
}

fn selector(labels: &Labels) -> Selector {
    let requirements = labels.iter().map(|(key, value)| Requirement {
        span: NOWHERE,
        key: name(key),
        operator: Operator::Equals,
        values: vec![name(value)],
        list: None,
    });
    Selector {
        span: NOWHERE,
        requirements: requirements.collect(),
    }
}

fn port(of: &PeerPort) -> Port {
    Port {
        span: NOWHERE,
        kind: match &of.port {
            NumberOrName::Number(number) => PortKind::Number(name(&number.to_string())),
            NumberOrName::Name(word) => PortKind::Name(name(word)),
        },
        protocol: of.protocol.map(name),
    }
}

fn name(text: &str) -> Name {
    Name {
        text: text.into(),
        span: NOWHERE,
        quoted: false,
    }
}

fn spelt(kind: StatementKind) -> String {
    format::statement(&statement(kind))
}

fn lines(kind: StatementKind) -> String {
    format::lines(&statement(kind))
}

fn statement(kind: StatementKind) -> Statement {
    Statement {
        span: NOWHERE,
        kind,
    }
}
