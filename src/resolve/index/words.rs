//! The names of a statement, each with what it does there.

use crate::syntax::ast::{
    Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, PortKind, Ports, Statement,
    StatementKind,
};

/// A name in a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// The name.
    pub(super) name: &'a Name,
    /// What it does.
    pub(super) does: Does<'a>,
    /// Whether `:service` asks for the Service of this name, too.
    pub(super) asks_service: bool,
}

/// What a name does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does<'a> {
    /// It begins a section.
    BeginSection,
    /// It is declared: for this namespace, where there is one.
    Declare(Option<&'a Name>),
    /// It stands before a `/`.
    Place,
    /// It stands alone.
    Stand,
    /// It stands behind the `/` of this namespace.
    StandIn(&'a Name),
    /// It stands behind the `/` of namespaces without a name.
    StandAnywhere,
}

/// The names of a statement, in the order of the text.
pub(super) fn words(statement: &Statement) -> Vec<Word<'_>> {
    let mut words = Words(Vec::new());
    match &statement.kind {
        StatementKind::Namespace(names) => {
            for name in names {
                words.add(name, Does::BeginSection);
            }
        }
        StatementKind::Workloads(names) => {
            for name in names {
                words.add(name, Does::Declare(None));
            }
        }
        StatementKind::Workload(workload) => {
            let namespace = workload.namespace.as_ref();
            words.add(&workload.name, Does::Declare(namespace));
            if let Some(namespace) = namespace {
                words.add(namespace, Does::Place);
            }
        }
        StatementKind::Network(network) => {
            words.add(&network.name, Does::Declare(None));
            words.exprs(&network.members);
        }
        StatementKind::Group(group) => {
            words.add(&group.name, Does::Declare(None));
            words.exprs(&group.members);
        }
        StatementKind::Service(service) => {
            words.add(&service.name, Does::Declare(None));
            words.target(&service.peer, Some(&service.ports));
        }
        StatementKind::Rule(rule) => {
            words.exprs(&rule.sources);
            for target in &rule.targets {
                words.target(&target.peer, target.ports.as_ref());
            }
        }
        StatementKind::Isolate(isolate) => words.exprs(&isolate.subjects),
        StatementKind::Use(_)
        | StatementKind::Manifests(_)
        | StatementKind::Label(_)
        | StatementKind::Prefix(_) => {}
    }
    words.0
}

struct Words<'a>(Vec<Word<'a>>);

impl<'a> Words<'a> {
    fn add(&mut self, name: &'a Name, does: Does<'a>) {
        self.0.push(Word {
            name,
            does,
            asks_service: false,
        });
    }

    fn exprs(&mut self, exprs: &'a [PeerExpr]) {
        for expr in exprs {
            for peer in std::iter::once(&expr.peer).chain(&expr.except) {
                self.peer(peer);
            }
        }
    }

    fn target(&mut self, expr: &'a PeerExpr, ports: Option<&Ports>) {
        self.exprs(std::slice::from_ref(expr));
        let mut ports = ports.into_iter().flat_map(|ports| &ports.entries);
        let asks =
            expr.except.is_empty() && ports.any(|port| matches!(port.kind, PortKind::Service));
        if let Some(last) = self.0.last_mut().filter(|_| asks) {
            last.asks_service = last.name.span.end == expr.span.end;
        }
    }

    fn peer(&mut self, peer: &'a Peer) {
        match &peer.kind {
            PeerKind::Name(name) => self.add(name, Does::Stand),
            PeerKind::In(namespace, pods) => {
                let place = match namespace {
                    NamespacePart::Name(name) => {
                        self.add(name, Does::Place);
                        Some(name)
                    }
                    NamespacePart::Selector(_) | NamespacePart::All => None,
                };
                if let PodPart::Name(name) = pods {
                    self.add(name, place.map_or(Does::StandAnywhere, Does::StandIn));
                }
            }
            PeerKind::Any | PeerKind::Selector(_) | PeerKind::All | PeerKind::Address(_) => {}
        }
    }
}
