//! Peers: from the text of one to the peers that it stands for.

use std::collections::HashSet;
use std::rc::Rc;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::{Namespace, Part, PeerId};
use crate::resolve::declarations::NamedThing;
use crate::resolve::lookup::{self, Found};
use crate::resolve::members::{Member, Members};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::{Named, Resolver};
use crate::resolve::scope::Scope;
use crate::resolve::{address, except, selector, value};
use crate::sets::{Block, NAMESPACE_NAME, Pods, Selector, Values};
use crate::source::Span;
use crate::syntax::ast::{Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, StatementKind};

/// How many names of one file are searched for a better spelling.
const SUGGESTIONS: usize = 20;

impl Resolver<'_> {
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
        except::take(self, expr, &base?, &excluded?)
    }

    /// The peers that all expressions stand for together.
    pub(super) fn all_members(&mut self, exprs: &[PeerExpr], scope: &Scope) -> Option<Vec<Member>> {
        let members: Vec<Members> = exprs.iter().map(|expr| self.members(expr, scope)).collect();
        let mut all = Vec::new();
        for one in members {
            all.extend(one?.iter().copied());
        }
        Some(all)
    }

    /// What a name means as a service, with the scope that its peer is read in.
    pub(super) fn service(&self, name: &Name, scope: &Scope) -> Option<(FileIndex, usize, usize)> {
        match lookup::bare(self.program, self.root, scope, &name.text)? {
            Found::Named(file, thing) => {
                let statement = self.statements_of(file).get(thing.statement)?;
                let is_service = matches!(statement.kind, StatementKind::Service(_));
                is_service.then_some((file, thing.statement, thing.section))
            }
            _ => None,
        }
    }

    /// The namespaces in which a thing of a file is read when a scope speaks of it.
    pub(super) fn scopes_of(&self, file: FileIndex, section: usize, scope: &Scope) -> Vec<Scope> {
        let section = self
            .declarations_of(file)
            .and_then(|one| one.sections.get(section));
        let namespaces: &[SmolStr] = section.map_or(&[], |section| &section.namespaces);
        let here =
            namespaces.is_empty() || (file == scope.file && namespaces.contains(&scope.namespace));
        let namespaces = if here {
            std::slice::from_ref(&scope.namespace)
        } else {
            namespaces
        };
        let scopes = namespaces.iter().map(|namespace| Scope {
            file,
            namespace: namespace.clone(),
        });
        scopes.collect()
    }

    /// Whether nothing declares a bare name.
    pub(super) fn is_undeclared(&self, name: &Name, scope: &Scope) -> bool {
        lookup::bare(self.program, self.root, scope, &name.text).is_none()
    }

    fn peer_members(&mut self, peer: &Peer, scope: &Scope) -> Members {
        let part = match &peer.kind {
            PeerKind::Name(name) => return self.named(name, scope),
            PeerKind::Any => Part::Any,
            PeerKind::All => pods_here(scope, Selector::everything()),
            PeerKind::Selector(text) => {
                let labels = self.selector(text)?;
                pods_here(scope, labels)
            }
            PeerKind::Address(text) => match address::resolve(text) {
                Ok(network) => Part::Block(Block::new(network, [])?),
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    return None;
                }
            },
            PeerKind::In(namespace, pods) => {
                self.pods_elsewhere(peer.span, namespace, pods, scope)?
            }
        };
        Some(self.single(part, peer.span))
    }

    fn single(&mut self, part: Part, span: Span) -> Rc<[Member]> {
        let peer = self.peer([part]);
        Rc::from([Member { peer, span }])
    }

    fn selector(&mut self, text: &crate::syntax::ast::Selector) -> Option<Selector> {
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
                Ok(()) => Some(
                    Selector::everything()
                        .with(NAMESPACE_NAME, Values::one_of([name.text.clone()])),
                ),
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
        if !mentions || pods.namespace_name().is_some() {
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

    /// `ns/name`: the workload of that namespace, else the label convention.
    fn workload_elsewhere(
        &mut self,
        name: &Name,
        namespace: &NamespacePart,
        scope: &Scope,
    ) -> Option<Selector> {
        if let NamespacePart::Name(home) = namespace {
            let reader = [scope.file, self.root];
            let found = reader.into_iter().find_map(|reader| {
                lookup::workload_in(self.program, self.root, reader, &home.text, &name.text)
            });
            if let Some(thing) = found {
                return thing.selector.clone();
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

    /// The pods labelled `<label key>=name`.
    fn convention(&self, name: &Name, scope: &Scope) -> Result<Selector, Box<Diagnostic>> {
        value::label_value(name).map_err(|wrong| {
            Box::new(wrong.note("a name that nothing declares is the value of a label"))
        })?;
        let declarations = self.declarations_of(scope.file);
        let key = declarations.map_or_else(SmolStr::default, |one| one.label.clone());
        Ok(Selector::everything().with(key, Values::one_of([name.text.clone()])))
    }

    /// The peers that a bare name stands for.
    pub(super) fn named(&mut self, name: &Name, scope: &Scope) -> Members {
        let key = (scope.clone(), name.text.clone());
        let named = if let Some(named) = self.names.get(&key) {
            named.clone()
        } else {
            let named = self.look_up(name, scope);
            self.names.insert(key, named.clone());
            named
        };
        if let Some(wrong) = named.wrong {
            let mut wrong = Diagnostic::clone(&wrong);
            wrong.primary.span = name.span;
            self.diagnostics.push(wrong);
        }
        if named.undeclared {
            self.undeclared(name, scope);
        }
        let members = named.members?;
        match members.as_ref() {
            // A single peer is written here; the members of a group are written in the group.
            [one] => Some(Rc::from([Member {
                span: name.span,
                ..*one
            }])),
            _ => Some(members),
        }
    }

    fn look_up(&mut self, name: &Name, scope: &Scope) -> Named {
        let declared = |members| Named {
            members,
            undeclared: false,
            wrong: None,
        };
        let wrong = |diagnostic| Named {
            members: None,
            undeclared: false,
            wrong: Some(Rc::new(diagnostic)),
        };
        match lookup::bare(self.program, self.root, scope, &name.text) {
            Some(Found::Workload(thing)) => {
                let part = thing
                    .selector
                    .clone()
                    .map(|labels| pods_here(scope, labels));
                declared(part.map(|part| self.single(part, name.span)))
            }
            Some(Found::Elsewhere(namespace, thing)) => {
                let pods = thing.selector.clone();
                let part =
                    pods.map(|labels| Part::Pods(Pods::in_namespace(namespace.clone(), labels)));
                declared(part.map(|part| self.single(part, name.span)))
            }
            Some(Found::Ambiguous(one, other)) => {
                let text = &name.text;
                let message = format!("`{text}` is a workload of `{one}` and of `{other}`");
                wrong(
                    Diagnostic::new(&codes::DUPLICATE_NAME, name.span, message)
                        .help(format!("write `{one}/{text}` or `{other}/{text}`")),
                )
            }
            Some(Found::Named(_, thing)) if self.service(name, scope).is_some() => {
                wrong(service_as_peer(name, thing))
            }
            Some(Found::Named(file, thing)) => declared(self.thing(file, thing, scope)),
            None => match self.convention(name, scope) {
                Ok(labels) => Named {
                    members: Some(self.single(pods_here(scope, labels), name.span)),
                    undeclared: true,
                    wrong: None,
                },
                Err(diagnostic) => wrong(*diagnostic),
            },
        }
    }

    /// The peers that a group or network stands for.
    fn thing(&mut self, file: FileIndex, thing: &NamedThing, scope: &Scope) -> Members {
        let statement = self.statements_of(file).get(thing.statement)?;
        match &statement.kind {
            StatementKind::Group(group) => {
                let mut all = Vec::new();
                for scope in self.scopes_of(file, thing.section, scope) {
                    let members = self.within(file, thing, &scope, |resolver, scope| {
                        resolver.all_members(&group.members, scope).map(Rc::from)
                    });
                    all.extend(members?.iter().copied());
                }
                let mut seen = HashSet::new();
                all.retain(|member: &Member| seen.insert(member.peer));
                Some(Rc::from(all))
            }
            StatementKind::Network(network) => {
                let scope = Scope {
                    file,
                    namespace: scope.namespace.clone(),
                };
                self.within(file, thing, &scope, |resolver, scope| {
                    let members = resolver.network_members(&network.members, scope)?;
                    let parts = members
                        .iter()
                        .flat_map(|member| resolver.parts_of(member.peer));
                    let parts: Vec<Part> = parts.collect();
                    let peer = resolver.peer(parts);
                    let span = network.name.span;
                    Some(Rc::from([Member { peer, span }]))
                })
            }
            _ => None,
        }
    }

    /// Resolves what a declaration stands for, once a scope.
    ///
    /// INVARIANT: what is not broken is no member of itself, and not deeper than `nesting` allows.
    fn within(
        &mut self,
        file: FileIndex,
        thing: &NamedThing,
        scope: &Scope,
        resolve: impl FnOnce(&mut Self, &Scope) -> Members,
    ) -> Members {
        if self.broken.contains(&(file, thing.statement)) {
            return None;
        }
        let key = (file, thing.statement, scope.namespace.clone());
        if let Some(members) = self.things.get(&key) {
            return members.clone();
        }
        let members = resolve(self, scope);
        self.things.insert(key, members.clone());
        members
    }

    /// The parts of a stored peer.
    pub(super) fn parts_of(&self, peer: PeerId) -> Vec<Part> {
        self.model
            .peer(peer)
            .parts
            .iter()
            .map(|part| self.model.part(*part).clone())
            .collect()
    }

    /// The members of a network: addresses, and networks by name.
    fn network_members(&mut self, members: &[PeerExpr], scope: &Scope) -> Option<Vec<Member>> {
        let mut sound = true;
        for peer in members
            .iter()
            .flat_map(|expr| std::iter::once(&expr.peer).chain(&expr.except))
        {
            let PeerKind::Name(name) = &peer.kind else {
                continue;
            };
            let diagnostic = match lookup::bare(self.program, self.root, scope, &name.text) {
                Some(Found::Named(file, thing)) if self.is_network(file, thing) => continue,
                Some(_) => Diagnostic::new(
                    &codes::WRONG_KIND,
                    name.span,
                    format!("`{}` is no network", name.text),
                )
                .help(
                    "a network lists addresses, CIDRs and other networks; pods go into a `group`",
                ),
                None if self.is_poisoned(name, scope) => {
                    sound = false;
                    continue;
                }
                None => {
                    let message = format!("no network is called `{}`", name.text);
                    let diagnostic = Diagnostic::new(&codes::UNKNOWN_NAME, name.span, message);
                    self.suggest(diagnostic, name, scope)
                }
            };
            self.diagnostics.push(diagnostic);
            sound = false;
        }
        if sound {
            self.all_members(members, scope)
        } else {
            None
        }
    }

    fn is_network(&self, file: FileIndex, thing: &NamedThing) -> bool {
        let statement = self.statements_of(file).get(thing.statement);
        statement.is_some_and(|statement| matches!(statement.kind, StatementKind::Network(_)))
    }

    /// Warns of a name that nothing declares, unless no workload is declared at all.
    fn undeclared(&mut self, name: &Name, scope: &Scope) {
        if !self.knows_workloads || self.is_poisoned(name, scope) {
            return;
        }
        let text = &name.text;
        let label = self
            .declarations_of(scope.file)
            .map_or("app", |one| &one.label);
        let message = format!(
            "nothing declares `{text}`: it is taken for the pods labelled `{label}={text}`"
        );
        let diagnostic = Diagnostic::new(&codes::UNDECLARED_NAME, name.span, message);
        let diagnostic = self.suggest(diagnostic, name, scope);
        let diagnostic = match diagnostic.help {
            Some(_) => diagnostic,
            None => diagnostic.help(format!("declare it: `workload {}`", format::name(name))),
        };
        self.diagnostics.push(diagnostic);
    }

    /// Whether a declaration that could not be parsed may have been of this name.
    fn is_poisoned(&self, name: &Name, scope: &Scope) -> bool {
        let files = [scope.file, self.root];
        files
            .iter()
            .flat_map(|file| self.program.reach(*file).to_vec())
            .any(|file| {
                self.program
                    .file(file)
                    .is_some_and(|file| file.incomplete || file.ast.poisoned.contains(&name.text))
            })
    }

    /// Adds the declared name that is nearest to one that is not.
    fn suggest(&mut self, diagnostic: Diagnostic, name: &Name, scope: &Scope) -> Diagnostic {
        if self.suggestions >= SUGGESTIONS {
            return diagnostic;
        }
        self.suggestions += 1;
        let limit = (name.text.chars().count() / 3).max(1);
        let mut best: Option<(usize, &SmolStr)> = None;
        let reach = self.program.reach(scope.file);
        for file in reach.iter().chain([&self.program.prelude()]) {
            let Some(declarations) = self.declarations_of(*file) else {
                continue;
            };
            let workloads = declarations.workloads.iter().filter(|(_, things)| {
                things
                    .iter()
                    .any(|thing| match declarations.namespaces_of(&thing.home) {
                        [] => true,
                        homes => homes.contains(&scope.namespace) || thing.elsewhere().is_some(),
                    })
            });
            let names = workloads
                .map(|(name, _)| name)
                .chain(declarations.named.keys());
            for candidate in names {
                if candidate.len().abs_diff(name.text.len()) > limit {
                    continue;
                }
                let distance = strsim::damerau_levenshtein(candidate, &name.text);
                if distance <= limit && best.is_none_or(|best| (distance, candidate) < best) {
                    best = Some((distance, candidate));
                }
            }
        }
        match best {
            Some((_, candidate)) => diagnostic.help(format!("did you mean `{candidate}`?")).fix(
                format!("write `{candidate}`"),
                name.span,
                candidate.as_str(),
            ),
            None => diagnostic,
        }
    }
}

/// The error of a service where only its peer could stand.
fn service_as_peer(name: &Name, thing: &NamedThing) -> Diagnostic {
    let message = format!(
        "`{}` is a service, which is a target with its ports",
        name.text
    );
    Diagnostic::new(&codes::WRONG_KIND, name.span, message)
        .also(thing.span, "declared here")
        .help("name the peer behind it instead, or declare a group for it")
}

/// Pods of the scope's own namespace.
fn pods_here(scope: &Scope, labels: Selector) -> Part {
    Part::Pods(Pods::in_namespace(scope.namespace.clone(), labels))
}
