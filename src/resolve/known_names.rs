//! The names that mean something in a section of a file.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::resolve::declarations::{Declarations, WorkloadThing};
use crate::resolve::lookup::{self, Found};
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::scope::Scope;
use crate::sets::Pods;
use crate::syntax::ast::{Statement, StatementKind};

/// A name that something declares.
#[derive(Clone, Debug)]
pub struct KnownName<'a> {
    /// The name.
    pub name: SmolStr,
    /// What it is.
    pub kind: KnownKind<'a>,
}

/// What a declared name is.
#[derive(Clone, Debug)]
pub enum KnownKind<'a> {
    /// A workload with these pods, which are not known where its selector is wrong.
    Workload(Option<Pods>),
    /// A group, network or service, by its statement; whether the prelude has it.
    Named(&'a Statement, bool),
}

impl Program {
    /// The names that are declared for a section of these namespaces, in the order of the alphabet, each once:
    /// what a bare name means there.
    pub fn known_names(&self, file: FileIndex, namespaces: &[SmolStr]) -> Vec<KnownName<'_>> {
        let names = self.declared_names(file).into_iter();
        let known = names.filter_map(|name| {
            let kind = self.known_name(file, namespaces, name)?;
            let name = name.clone();
            Some(KnownName { name, kind })
        });
        known.collect()
    }

    /// What a bare name is that is declared for a section of these namespaces.
    pub fn known_name(
        &self,
        file: FileIndex,
        namespaces: &[SmolStr],
        name: &str,
    ) -> Option<KnownKind<'_>> {
        namespaces.iter().find_map(|namespace| {
            let scope = Scope {
                file,
                namespace: namespace.clone(),
            };
            let found = lookup::bare(self, file, &scope, name)?;
            self.known_kind(found, namespace)
        })
    }

    /// The workloads that are declared for a namespace, in the order of the alphabet, with their pods.
    pub fn known_workloads(&self, file: FileIndex, namespace: &SmolStr) -> Vec<KnownName<'_>> {
        let names = self.declared_names(file).into_iter();
        let known = names.filter_map(|name| {
            let thing = lookup::workload_in(self, file, file, namespace, name)?;
            Some(KnownName {
                name: name.clone(),
                kind: workload(thing, namespace),
            })
        });
        known.collect()
    }

    /// The label key by which a bare name that nothing declares means pods.
    pub fn label(&self, file: FileIndex) -> &str {
        let declarations = self.declarations(file);
        declarations.map_or("", |one| &one.label)
    }

    /// All names that a file, those that it uses and the prelude declare.
    fn declared_names(&self, file: FileIndex) -> BTreeSet<&SmolStr> {
        let reach = self.reach(file);
        let files = reach.iter().copied().chain([self.prelude()]);
        let declarations = files.filter_map(|file| self.declarations(file));
        declarations.flat_map(Declarations::names).collect()
    }

    fn known_kind(&self, found: Found<'_>, namespace: &SmolStr) -> Option<KnownKind<'_>> {
        match found {
            Found::Workload(thing) => Some(workload(thing, namespace)),
            Found::Elsewhere(home, thing) => Some(workload(thing, home)),
            Found::Ambiguous(..) => None,
            Found::Named(file, thing) => {
                let statements = &self.ast(file)?.statements;
                let statement = statements.get(thing.statement)?;
                Some(KnownKind::Named(statement, file == self.prelude()))
            }
        }
    }
}

impl KnownKind<'_> {
    /// Whether it is a service, which is a target only.
    pub fn is_service(&self) -> bool {
        self.is(|kind| matches!(kind, StatementKind::Service(_)))
    }

    /// Whether it is a network.
    pub fn is_network(&self) -> bool {
        self.is(|kind| matches!(kind, StatementKind::Network(_)))
    }

    fn is(&self, kind: impl Fn(&StatementKind) -> bool) -> bool {
        match self {
            Self::Workload(_) => false,
            Self::Named(statement, _) => kind(&statement.kind),
        }
    }
}

fn workload(thing: &WorkloadThing, namespace: &SmolStr) -> KnownKind<'static> {
    let labels = thing.selector.clone();
    KnownKind::Workload(labels.map(|labels| Pods::in_namespace(namespace.clone(), labels)))
}
