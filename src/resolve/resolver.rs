//! The state of resolving one file of a program.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::diagnostics::Diagnostic;
use crate::format;
use crate::model::{
    Model, Namespace, NamespaceId, Part, Peer, PeerId, StatementId, WrittenPeer, WrittenTarget,
};
use crate::parallel;
use crate::resolve::declarations::Declarations;
use crate::resolve::excepted::Excepted;
use crate::resolve::members::{Members, Served};
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::real;
use crate::resolve::scope::Scope;
use crate::source::{Origin, Span};
use crate::syntax::ast::{PeerExpr, Statement};
use crate::workloads::Workloads;

/// A service: its file, its statement and its section.
pub(super) type ServiceAt = (FileIndex, usize, usize);

/// The peers of the files that the root reaches, by their place.
pub(super) type Places<'a> = FxHashMap<Span, &'a PeerExpr>;

/// The state of resolving one file, the root.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) program: &'a Program,
    pub(super) root: FileIndex,
    pub(super) model: Model,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The real workloads, where manifests are known.
    pub(super) workloads: Option<&'a Workloads>,
    /// The peers of the root, as they are written, with what they stand for.
    pub(super) peers: Vec<WrittenPeer>,
    /// The targets of the root's rules that have ports, likewise.
    pub(super) targets: Vec<WrittenTarget>,
    /// What bare names were found to mean.
    pub(super) names: FxHashMap<(Scope, SmolStr), Named>,
    /// The peers that names behind a namespace stand for, by the file that writes them; but for wrong ones.
    pub(super) elsewhere: FxHashMap<(FileIndex, SmolStr, SmolStr), Elsewhere>,
    /// Services of the prelude whose names are those of workloads, which has been said.
    pub(super) doubted: FxHashSet<(Scope, SmolStr)>,
    /// Which names are those of services.
    pub(super) service_names: FxHashMap<(Scope, SmolStr), Option<ServiceAt>>,
    /// What groups and networks stand for, by file, statement and namespace.
    pub(super) things: FxHashMap<(FileIndex, usize, SmolStr), Members>,
    /// What services stand for, likewise.
    pub(super) services: FxHashMap<(FileIndex, usize, SmolStr), Served>,
    /// Groups and networks that cannot be resolved, which has been said.
    pub(super) broken: FxHashSet<(FileIndex, usize)>,
    /// Whether any file that the root reaches declares a workload.
    pub(super) knows_workloads: bool,
    /// How many names were searched for a better spelling.
    pub(super) suggestions: usize,
    /// Where peers are written, once a message asks for it.
    pub(super) places: Option<Places<'a>>,
    /// The declarations that something means, by the places of their names.
    pub(super) mentioned: FxHashSet<Span>,
    /// What the excepts of the root did, by the places of the peers that have them.
    pub(super) excepts: BTreeMap<Span, Excepted>,
    statements: FxHashMap<(FileIndex, usize), StatementId>,
    /// The statements that are stored, in their order.
    untold: Vec<&'a Statement>,
}

/// What a name behind a namespace was found to mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elsewhere {
    /// The peer that it stands for.
    pub(super) peer: PeerId,
    /// Whether the text declares it.
    pub(super) is_declared: bool,
}

/// What a name was found to mean.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The peers that it stands for.
    pub(super) members: Members,
    /// Whether the text declares it, whatever it is.
    pub(super) is_declared: bool,
    /// Nothing declares it: it means pods by the label convention.
    pub(super) undeclared: bool,
    /// Where the declaration has the name.
    pub(super) declared: Option<Span>,
    /// What is wrong with the name, wherever it stands.
    pub(super) wrong: Option<Box<Diagnostic>>,
    /// What is doubtful about it, to be said once.
    pub(super) doubt: Option<Box<Diagnostic>>,
}

impl<'a> Resolver<'a> {
    /// The state before anything is resolved.
    pub(super) fn new(program: &'a Program, root: FileIndex) -> Self {
        let mut model = Model::default();
        if let Some(declarations) = program.declarations(root) {
            let named: BTreeSet<&SmolStr> = declarations.namespaces().collect();
            model.namespaces = named.into_iter().cloned().map(Namespace::named).collect();
            model.prefix.clone_from(&declarations.prefix);
            model.label.clone_from(&declarations.label);
        }
        if model.namespaces.is_empty() {
            model.namespaces.push(program.home().clone());
        }
        let workloads = program.workloads(root);
        if let Some(workloads) = workloads {
            let namespaces = std::mem::take(&mut model.namespaces).into_iter();
            let namespaces = namespaces.map(|own| real::with_labels(own, workloads));
            model.namespaces = namespaces.collect();
        }
        Self {
            program,
            root,
            model,
            diagnostics: Vec::new(),
            workloads,
            peers: Vec::new(),
            targets: Vec::new(),
            names: FxHashMap::default(),
            elsewhere: FxHashMap::default(),
            doubted: FxHashSet::default(),
            service_names: FxHashMap::default(),
            things: FxHashMap::default(),
            services: FxHashMap::default(),
            broken: FxHashSet::default(),
            knows_workloads: program.reach(root).iter().any(|file| {
                program
                    .declarations(*file)
                    .is_some_and(|one| !one.workloads.is_empty())
            }),
            suggestions: 0,
            places: None,
            mentioned: FxHashSet::default(),
            excepts: BTreeMap::new(),
            statements: FxHashMap::default(),
            untold: Vec::new(),
        }
    }

    /// The statements of a file.
    pub(super) fn statements_of(&self, file: FileIndex) -> &'a [Statement] {
        self.program
            .file(file)
            .map_or(&[], |file| &file.ast.statements)
    }

    /// Whether a `namespace` of a file could not be parsed, so that what it owns is not known.
    pub(super) fn lost_namespace(&self, file: FileIndex) -> bool {
        let file = self.program.file(file);
        file.is_some_and(|file| file.ast.poisoned_namespace)
    }

    /// What a file declares.
    pub(super) fn declarations_of(&self, file: FileIndex) -> Option<&'a Declarations> {
        self.program.declarations(file)
    }

    /// The keys of the namespaces that the statements of a section are said of: its own, else those of
    /// the file that reads it.
    pub(super) fn section_namespaces(&self, namespaces: &[SmolStr]) -> Vec<SmolStr> {
        if namespaces.is_empty() {
            self.model
                .namespaces
                .iter()
                .map(|own| own.key().clone())
                .collect()
        } else {
            namespaces.to_vec()
        }
    }

    /// The number of an owned namespace.
    pub(super) fn owned(&self, key: &str) -> Option<NamespaceId> {
        let at = self
            .model
            .namespaces
            .binary_search_by(|own| own.key().as_str().cmp(key))
            .ok()?;
        u32::try_from(at).ok().map(NamespaceId)
    }

    /// Stores a peer of these parts.
    pub(super) fn peer(&mut self, parts: impl IntoIterator<Item = Part>) -> PeerId {
        let parts = parts.into_iter();
        let mut ids: SmallVec<[_; 2]> = parts.map(|part| self.model.add_part(part)).collect();
        if ids.len() > 1 {
            let mut seen = FxHashSet::default();
            ids.retain(|id| seen.insert(*id));
        }
        PeerId(self.model.peers.intern(Peer { parts: ids }))
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

    /// Stores the origin of a statement; its text comes later.
    pub(super) fn origin(&mut self, file: FileIndex, index: usize) -> StatementId {
        if let Some(id) = self.statements.get(&(file, index)) {
            return *id;
        }
        let id = StatementId(u32::try_from(self.model.statements.len()).unwrap_or(u32::MAX));
        if let Some(statement) = self.statements_of(file).get(index) {
            self.untold.push(statement);
            self.model.statements.push(Origin {
                text: Arc::default(),
                span: statement.span,
            });
        }
        self.statements.insert((file, index), id);
        id
    }

    /// Spells the statements that something comes from.
    pub(super) fn spell_statements(&mut self) {
        let texts = parallel::map(&self.untold, |statement| {
            Arc::from(format::statement(statement))
        });
        for (origin, text) in self.model.statements.iter_mut().zip(texts) {
            origin.text = text;
        }
    }

    /// Notes the names that workloads of owned namespaces were declared by.
    pub(super) fn name_workloads(&mut self) {
        for file in self.program.reach(self.root).iter() {
            let Some(declarations) = self.declarations_of(*file) else {
                continue;
            };
            for (id, own) in (0u32..).zip(&self.model.namespaces) {
                for home in [Some(own.key()), None] {
                    if let Some(workloads) = declarations.names_at(home) {
                        self.model.names.add(NamespaceId(id), workloads);
                    }
                }
            }
        }
    }
}
