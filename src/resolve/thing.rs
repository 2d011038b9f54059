//! Groups, networks and services: from a declaration to the peers that it stands for.

use std::collections::HashSet;

use smallvec::smallvec;
use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Namespace, Part};
use crate::resolve::declarations::NamedThing;
use crate::resolve::lookup::{self, Found};
use crate::resolve::members::{Member, Members};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::{Resolver, ServiceAt};
use crate::resolve::scope::Scope;
use crate::resolve::suggestion::Expected;
use crate::syntax::ast::{Name, Peer, PeerExpr, PeerKind, StatementKind};

impl Resolver<'_> {
    /// The peers that a group or network stands for.
    pub(super) fn thing(&mut self, file: FileIndex, thing: &NamedThing, scope: &Scope) -> Members {
        let statement = self.statements_of(file).get(thing.statement)?;
        match &statement.kind {
            StatementKind::Group(group) => {
                let mut all = Vec::new();
                for scope in self.scopes_of(file, thing.section, scope) {
                    let members = self.within(file, thing, &scope, |resolver, scope| {
                        resolver.all_members(&group.members, scope)
                    });
                    all.extend(members?.iter().map(|member| member.named_at(member.span)));
                }
                let mut seen = HashSet::new();
                all.retain(|member: &Member| seen.insert(member.peer));
                Some(all.into())
            }
            StatementKind::Network(network) => {
                let scope = self.home_of(file, thing.section);
                self.within(file, thing, &scope, |resolver, scope| {
                    let members = resolver.network_members(&network.members, scope)?;
                    let parts = members
                        .iter()
                        .flat_map(|member| resolver.parts_of(member.peer));
                    let parts: Vec<Part> = parts.collect();
                    let peer = resolver.peer(parts);
                    let span = network.name.span;
                    Some(smallvec![Member {
                        peer,
                        span,
                        within: None,
                    }])
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

    /// The service that a name means: its file, its statement and its section.
    pub(super) fn service(&mut self, name: &Name, scope: &Scope) -> Option<ServiceAt> {
        let key = (scope.clone(), name.text.clone());
        if let Some(known) = self.service_names.get(&key) {
            return *known;
        }
        let found = match lookup::bare(self.program, self.root, scope, &name.text) {
            Some(Found::Named(file, thing)) if self.is_service(file, thing) => {
                Some((file, thing.statement, thing.section))
            }
            _ => None,
        };
        self.service_names.insert(key, found);
        found
    }

    /// The one scope that a thing is read in where it means the same in all.
    fn home_of(&self, file: FileIndex, section: usize) -> Scope {
        let section = self
            .declarations_of(file)
            .and_then(|one| one.sections.get(section));
        let own = section.and_then(|section| section.namespaces.first());
        let first = || self.model.namespaces.first().map(Namespace::key);
        Scope {
            file,
            namespace: own.or_else(first).cloned().unwrap_or_default(),
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

    /// The members of a network: addresses, and networks by name.
    fn network_members(&mut self, members: &[PeerExpr], scope: &Scope) -> Option<Vec<Member>> {
        let mut all = Vec::new();
        let mut sound = true;
        for expr in members {
            let peers = std::iter::once(&expr.peer).chain(&expr.except);
            let networks = peers
                .filter(|peer| !self.check_network(peer, scope))
                .count()
                == 0;
            let found = if networks {
                self.members(expr, scope)
            } else {
                None
            };
            sound &= found.is_some();
            all.extend(found.iter().flat_map(|members| members.iter().copied()));
        }
        sound.then_some(all)
    }

    /// Whether a name in a network is one of a network; says so where it is not.
    fn check_network(&mut self, peer: &Peer, scope: &Scope) -> bool {
        let PeerKind::Name(name) = &peer.kind else {
            return true;
        };
        let diagnostic = match lookup::bare(self.program, self.root, scope, &name.text) {
            Some(Found::Named(file, thing)) if self.is_network(file, thing) => return true,
            Some(_) => {
                let message = format!("`{}` is no network", name.text);
                Diagnostic::new(&codes::WRONG_KIND, name.span, message).help(
                    "a network lists addresses, CIDRs and other networks; pods go into a `group`",
                )
            }
            None if self.is_poisoned(name, scope) => return false,
            None => {
                let message = format!("no network is called `{}`", name.text);
                let diagnostic = Diagnostic::new(&codes::UNKNOWN_NAME, name.span, message);
                self.suggest(diagnostic, name, scope, Expected::Network)
            }
        };
        self.diagnostics.push(diagnostic);
        false
    }

    /// Whether a thing of a file is a service.
    pub(super) fn is_service(&self, file: FileIndex, thing: &NamedThing) -> bool {
        let statement = self.statements_of(file).get(thing.statement);
        statement.is_some_and(|statement| matches!(statement.kind, StatementKind::Service(_)))
    }

    /// Whether a thing of a file is a network.
    pub(super) fn is_network(&self, file: FileIndex, thing: &NamedThing) -> bool {
        let statement = self.statements_of(file).get(thing.statement);
        statement.is_some_and(|statement| matches!(statement.kind, StatementKind::Network(_)))
    }
}

/// The error of a service where only its peer could stand.
pub(super) fn service_as_peer(name: &Name, thing: &NamedThing) -> Diagnostic {
    let message = format!(
        "`{}` is a service, which is a target with its ports",
        name.text
    );
    Diagnostic::new(&codes::WRONG_KIND, name.span, message)
        .also(thing.span, "declared here")
        .help("name the peer behind it instead, or declare a group for it")
}
