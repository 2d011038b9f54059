//! Peers: from the text of one to the peers that it stands for.

use smallvec::smallvec;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Namespace, Part, PeerId, WrittenPeer};
use crate::resolve::declarations::WorkloadThing;
use crate::resolve::members::{Member, MemberList, Members};
use crate::resolve::resolver::{Elsewhere, Resolver};
use crate::resolve::scope::Scope;
use crate::resolve::suggestion::Expected;
use crate::resolve::{address, except, lookup, selector, value};
use crate::sets::{Block, NAMESPACE_NAME, Pods, Selector, Values};
use crate::source::Span;
use crate::syntax::ast::{self, Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart};

impl<'a> Resolver<'a> {
    /// The peers that an expression stands for, its `except` taken from each.
    pub(super) fn members(&mut self, expr: &PeerExpr, scope: &Scope) -> Members {
        let base = self.peer_members(&expr.peer, scope);
        if expr.except.is_empty() {
            return base;
        }
        let excluded: Vec<Members> = expr
            .except
            .iter()
            .map(|peer| self.peer_members(peer, scope))
            .collect();
        let excluded: Option<Vec<_>> = excluded.into_iter().collect();
        let left = except::take(self, expr, &base?, &excluded?);
        self.note_peers(&left, scope, |peer| WrittenPeer {
            span: expr.span,
            peer,
            is_declared: false,
            is_left: true,
        });
        left
    }

    /// The peers that all expressions stand for together.
    pub(super) fn all_members(&mut self, exprs: &[PeerExpr], scope: &Scope) -> Members {
        let mut all = Some(MemberList::new());
        for expr in exprs {
            let members = self.members(expr, scope);
            all = all.zip(members).map(|(mut all, members)| {
                all.extend(members);
                all
            });
        }
        all
    }

    fn peer_members(&mut self, peer: &Peer, scope: &Scope) -> Members {
        let (members, is_declared) = self.peer_members_of(peer, scope);
        self.note_peers(&members, scope, |member| WrittenPeer {
            span: peer.span,
            peer: member,
            is_declared,
            is_left: false,
        });
        members
    }

    /// Notes peers that the root writes.
    fn note_peers(
        &mut self,
        members: &Members,
        scope: &Scope,
        written: impl Fn(PeerId) -> WrittenPeer,
    ) {
        if scope.file == self.root && self.workloads.is_some() {
            let members = members.iter().flat_map(|all| all.iter());
            self.peers.extend(members.map(|one| written(one.peer)));
        }
    }

    /// What a peer stands for, and whether it is a name that the text declares.
    fn peer_members_of(&mut self, peer: &Peer, scope: &Scope) -> (Members, bool) {
        let part = match &peer.kind {
            PeerKind::Name(name) => return self.named_and_declared(name, scope, Expected::Peer),
            PeerKind::Any => Some(Part::Any),
            PeerKind::All => Some(pods_here(scope, Selector::everything())),
            PeerKind::Selector(text) => {
                let labels = self.selector(text);
                labels.map(|labels| pods_here(scope, labels))
            }
            PeerKind::Address(text) => match address::resolve(text) {
                Ok(network) => Block::new(network, []).map(Part::Block),
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    None
                }
            },
            PeerKind::In(NamespacePart::Name(home), PodPart::Name(name)) => {
                return self.named_elsewhere(peer, home, name, scope);
            }
            PeerKind::In(namespace, pods) => self.pods_elsewhere(peer.span, namespace, pods, scope),
        };
        (part.map(|part| self.single(part, peer.span)), false)
    }

    /// `ns/name`, which means the same wherever a file writes it; and whether the text declares it.
    fn named_elsewhere(
        &mut self,
        peer: &Peer,
        home: &Name,
        name: &Name,
        scope: &Scope,
    ) -> (Members, bool) {
        let key = (scope.file, home.text.clone(), name.text.clone());
        if let Some(known) = self.elsewhere.get(&key) {
            let member = Member {
                peer: known.peer,
                span: peer.span,
                within: None,
            };
            return (Some(smallvec![member]), known.is_declared);
        }
        let (namespace, pods) = (
            NamespacePart::Name(home.clone()),
            PodPart::Name(name.clone()),
        );
        // Without manifests nobody asks.
        let is_declared =
            self.workloads.is_some() && self.declared_in(&home.text, &name.text, scope).is_some();
        let part = self.pods_elsewhere(peer.span, &namespace, &pods, scope);
        let members = part.map(|part| self.single(part, peer.span));
        let known = members.as_deref().and_then(<[Member]>::first);
        let known = known.map(|member| Elsewhere {
            peer: member.peer,
            is_declared,
        });
        self.elsewhere.extend(known.map(|known| (key, known)));
        (members, is_declared)
    }

    /// One peer of one part, written at `span`.
    pub(super) fn single(&mut self, part: Part, span: Span) -> MemberList {
        let peer = self.peer([part]);
        smallvec![Member {
            peer,
            span,
            within: None,
        }]
    }

    fn selector(&mut self, text: &ast::Selector) -> Option<Selector> {
        match selector::resolve(text) {
            Ok(labels) => Some(labels),
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                None
            }
        }
    }

    fn pods_elsewhere(
        &mut self,
        span: Span,
        namespace: &NamespacePart,
        pods: &PodPart,
        scope: &Scope,
    ) -> Option<Part> {
        let namespaces = match namespace {
            NamespacePart::Name(name) => match value::namespace(name) {
                Ok(()) => Some(Selector::namespaces(Values::one_of([name.text.clone()]))),
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    None
                }
            },
            NamespacePart::Selector(text) => self.selector(text),
            NamespacePart::All => Some(Selector::everything()),
        };
        let labels = match pods {
            PodPart::Name(name) => self.workload_elsewhere(name, namespace, scope),
            PodPart::Selector(text) => self.selector(text),
            PodPart::All => Some(Selector::everything()),
        };
        let pods = Pods::new(namespaces?, labels?);
        if pods.is_empty() {
            if let NamespacePart::Selector(text) = namespace {
                let diagnostic = selector::impossible(text);
                self.diagnostics.push(
                    diagnostic.note(format!("every namespace has the label `{NAMESPACE_NAME}`")),
                );
            }
            return None;
        }
        let part = Part::Pods(pods);
        self.check_unnamed(&part, span).then_some(part)
    }

    /// Whether a part can be said although the file's own namespace has no name.
    pub(super) fn check_unnamed(&mut self, part: &Part, span: Span) -> bool {
        let Part::Pods(pods) = part else {
            return true;
        };
        let mentions = pods.namespace.requirements().iter().any(|(key, values)| {
            key == NAMESPACE_NAME
                && values
                    .listed()
                    .iter()
                    .any(|name| name == Namespace::UNNAMED)
        });
        if !mentions || pods.namespace_name().is_some() || self.lost_namespace(self.root) {
            return true;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &codes::UNNAMED_NAMESPACE,
                span,
                "this tells the file's own namespace from others, but the file does not name it",
            )
            .help("say `namespace NAME` in the file, or build with `--namespace NAME`"),
        );
        false
    }

    /// `ns/name`: the workload that is declared for that namespace, else the one that the manifests know
    /// there, else the label convention; not where the manifests know what the namespace holds.
    fn workload_elsewhere(
        &mut self,
        name: &Name,
        namespace: &NamespacePart,
        scope: &Scope,
    ) -> Option<Selector> {
        if let NamespacePart::Name(home) = namespace {
            if let Some(thing) = self.declared_in(&home.text, &name.text, scope) {
                self.mention(thing.span, name.span);
                return thing.selector.clone();
            }
            let there = Scope {
                file: scope.file,
                namespace: home.text.clone(),
            };
            if let Some(real) = self.real(&home.text, name) {
                if let Some(doubt) = real.doubt
                    && self.doubted.insert((there.clone(), name.text.clone()))
                {
                    self.diagnostics.push(*doubt);
                }
                return match real.pods {
                    Ok(pods) => {
                        self.call(name, &there, &pods);
                        Some(pods)
                    }
                    Err(wrong) => {
                        self.diagnostics.push(*wrong);
                        None
                    }
                };
            }
            let is_own = scope.file == self.root;
            if is_own && self.workloads.is_some_and(|known| known.know(&home.text)) {
                self.unknown(name, &there, &scope.namespace, Expected::Peer);
                return None;
            }
        }
        match self.convention(name, scope) {
            Ok(labels) => Some(labels),
            Err(wrong) => {
                self.diagnostics.push(*wrong);
                None
            }
        }
    }

    /// The workload that is declared for a namespace.
    fn declared_in(&self, home: &str, name: &str, scope: &Scope) -> Option<&'a WorkloadThing> {
        let readers = [scope.file, self.root];
        let mut found = readers
            .into_iter()
            .filter_map(|reader| lookup::workload_in(self.program, self.root, reader, home, name));
        found.next()
    }
}

/// Pods of the scope's own namespace.
pub(super) fn pods_here(scope: &Scope, labels: Selector) -> Part {
    Part::Pods(Pods::in_namespace(scope.namespace.clone(), labels))
}
