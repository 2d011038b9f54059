//! From a name to its definitions, by the same lookups as when a file is resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::k8s::inventory;
use crate::resolve::declarations::WorkloadThing;
use crate::resolve::index::definition::{Definition, DefinitionId, DefinitionKind};
use crate::resolve::index::readings::{Reading, Readings};
use crate::resolve::index::words::{Does, Word};
use crate::resolve::lookup::{self, Found};
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::scope::Scope;
use crate::source::Span;
use crate::syntax::ast::{Statement, StatementKind};

/// What the names of a section were found to mean: a name, the namespace before it, and whether it is that of a
/// Service, too.
type Known = FxHashMap<(SmolStr, Option<SmolStr>, bool), Arc<[DefinitionId]>>;

/// Finds definitions.
pub(super) struct Binder<'p> {
    program: &'p Program,
    readings: Readings,
    pub(super) definitions: Vec<Definition>,
    placed: FxHashMap<(Span, DefinitionKind), DefinitionId>,
    named: BTreeMap<(DefinitionKind, Option<SmolStr>, SmolStr), DefinitionId>,
}

/// The section whose names are looked up.
pub(super) struct SectionNames<'a> {
    file: FileIndex,
    readings: &'a [Reading],
    known: Known,
}

impl<'a> SectionNames<'a> {
    /// A section of a file, read so.
    pub(super) fn new(file: FileIndex, readings: &'a [Reading]) -> Self {
        Self {
            file,
            readings,
            known: Known::default(),
        }
    }
}

impl<'p> Binder<'p> {
    /// Knows all declarations of a program whose inputs are `roots`.
    pub(super) fn new(program: &'p Program, roots: &[FileIndex]) -> Self {
        let mut binder = Self {
            program,
            readings: Readings::of(program, roots),
            definitions: Vec::new(),
            placed: FxHashMap::default(),
            named: BTreeMap::new(),
        };
        for (at, ast) in program.asts().enumerate() {
            let declarations = program.declarations(FileIndex(at)).into_iter();
            for section in declarations.flat_map(|one| &one.sections) {
                let statements = ast.statements.get(section.statements.clone());
                for statement in statements.into_iter().flatten() {
                    binder.declare(statement, &section.namespaces);
                }
            }
        }
        binder
    }

    /// Where the statements of a section of these namespaces are read.
    pub(super) fn readings(&self, file: FileIndex, namespaces: &[SmolStr]) -> Vec<Reading> {
        self.readings.section(file, namespaces)
    }

    fn declare(&mut self, statement: &Statement, section: &[SmolStr]) {
        use DefinitionKind::{Group, Network, Service, Workload};
        match &statement.kind {
            StatementKind::Namespace(names) => {
                for name in names {
                    let id = self.namespace(&name.text);
                    if let Some(definition) = self.definitions.get_mut(id.0 as usize) {
                        definition.places.push(name.span);
                    }
                }
            }
            StatementKind::Workloads(names) => {
                for name in names {
                    self.place(Workload, &name.text, section, name.span);
                }
            }
            StatementKind::Workload(one) => {
                let there = one.namespace.as_ref();
                let there = there.map(|name| std::slice::from_ref(&name.text));
                let homes = there.unwrap_or(section);
                self.place(Workload, &one.name.text, homes, one.name.span);
            }
            StatementKind::Network(one) => {
                self.place(Network, &one.name.text, &[], one.name.span);
            }
            StatementKind::Service(one) => {
                self.place(Service, &one.name.text, &[], one.name.span);
            }
            StatementKind::Group(one) => {
                self.place(Group, &one.name.text, &[], one.name.span);
            }
            _ => {}
        }
    }

    /// What a name of a section means there, `called` so.
    pub(super) fn bind(
        &mut self,
        section: &mut SectionNames<'_>,
        word: &Word<'_>,
        called: &SmolStr,
        is_probe: bool,
    ) -> Arc<[DefinitionId]> {
        let place = match word.does {
            Does::Place | Does::BeginSection => return Arc::from([self.namespace(called)]),
            Does::StandAnywhere => {
                let id = self.name(DefinitionKind::Undeclared, None, called);
                return Arc::from([id]);
            }
            Does::Declare(_) if !is_probe => {
                return self.declared_at(word.name.span).into_iter().collect();
            }
            Does::Declare(place) => place,
            Does::StandIn(place) => Some(place),
            Does::Stand => None,
        };
        let place = place.map(|place| place.text.clone());
        let key = (called.clone(), place, word.asks_service);
        if let Some(known) = section.known.get(&key) {
            return Arc::clone(known);
        }
        let mut found = BTreeSet::new();
        let (file, asks) = (section.file, word.asks_service);
        if let Some(home) = &key.1 {
            self.bind_in(file, home, called, asks, &mut found);
        } else {
            let readings = if asks {
                section.readings
            } else {
                self.distinct(file, section.readings, called)
            };
            for reading in readings {
                self.bind_alone(file, reading, called, asks, &mut found);
            }
        }
        let found: Arc<[DefinitionId]> = found.into_iter().collect();
        section.known.insert(key, Arc::clone(&found));
        found
    }

    /// The readings that tell all that a bare name means: the first, where it means the same in all.
    fn distinct<'r>(&self, file: FileIndex, readings: &'r [Reading], name: &str) -> &'r [Reading] {
        let [first, _, ..] = readings else {
            return readings;
        };
        let reach = self.program.reach(file);
        let all = reach
            .iter()
            .filter_map(|one| self.program.declarations(*one));
        let mut homes = all.flat_map(|declarations| {
            let things = declarations.workloads.get(name).into_iter().flatten();
            things.map(|thing| declarations.namespaces_of(&thing.home))
        });
        let is_same = homes.all(<[SmolStr]>::is_empty) && readings.iter().all(|one| one.is_section);
        let found = || {
            let root = first.roots.first()?;
            let scope = Scope {
                file,
                namespace: first.namespace.clone(),
            };
            lookup::within_reach(self.program, *root, &scope, name)
        };
        if is_same && found().is_some() {
            std::slice::from_ref(first)
        } else {
            readings
        }
    }

    /// A bare name.
    fn bind_alone(
        &mut self,
        file: FileIndex,
        reading: &Reading,
        name: &SmolStr,
        asks_service: bool,
        found: &mut BTreeSet<DefinitionId>,
    ) {
        let Some(first) = reading.roots.first() else {
            return;
        };
        let scope = Scope {
            file,
            namespace: reading.namespace.clone(),
        };
        let within = lookup::within_reach(self.program, *first, &scope, name);
        if let Some(within) = within {
            let home = match within {
                Found::Elsewhere(home, _) => home,
                _ => &reading.namespace,
            };
            self.found(file, name, within, found);
            for root in reading.roots.iter().filter(|_| asks_service) {
                self.service_behind(*root, home, name, found);
            }
            return;
        }
        for root in &reading.roots {
            match lookup::beyond_reach(self.program, *root, &scope, name) {
                Some(beyond) => self.found(file, name, beyond, found),
                None => self.undeclared(*root, &reading.namespace, name, found),
            }
            if asks_service {
                self.service_behind(*root, &reading.namespace, name, found);
            }
        }
    }

    /// `ns/name`.
    fn bind_in(
        &mut self,
        file: FileIndex,
        home: &SmolStr,
        name: &SmolStr,
        asks_service: bool,
        found: &mut BTreeSet<DefinitionId>,
    ) {
        let roots = self.readings.roots(file).to_vec();
        let mut within: [Option<Option<&WorkloadThing>>; 2] = [None, None];
        for root in roots {
            let is_section = lookup::is_section(self.program, root, file, home);
            let [outside, inside] = &mut within;
            let known = if is_section { inside } else { outside };
            let here = *known
                .get_or_insert_with(|| lookup::workload_in(self.program, root, file, home, name));
            let thing = here.or_else(|| lookup::workload_in(self.program, root, root, home, name));
            match thing {
                Some(thing) => found.extend(self.declared_at(thing.span)),
                None => self.undeclared(root, home, name, found),
            }
            if asks_service {
                self.service_behind(root, home, name, found);
            }
        }
    }

    fn found(
        &mut self,
        file: FileIndex,
        name: &str,
        what: Found<'_>,
        found: &mut BTreeSet<DefinitionId>,
    ) {
        match what {
            Found::Workload(thing) | Found::Elsewhere(_, thing) => {
                found.extend(self.declared_at(thing.span));
            }
            Found::Named(_, thing) => found.extend(self.declared_at(thing.span)),
            Found::Ambiguous(..) => {
                let reach = self.program.reach(file);
                for (_, thing) in lookup::elsewhere(self.program, &reach, name) {
                    found.extend(self.declared_at(thing.span));
                }
            }
        }
    }

    /// What manifests know by a name, as far as a root knows them.
    fn undeclared(
        &mut self,
        root: FileIndex,
        namespace: &SmolStr,
        name: &SmolStr,
        found: &mut BTreeSet<DefinitionId>,
    ) {
        let program = self.program;
        let workloads = program.workloads(root);
        let named: &[inventory::Workload] =
            workloads.map_or(&[], |known| known.named(namespace, name));
        let places = named.iter().map(|one| one.place);
        let places: BTreeSet<Span> = places.collect();
        for place in &places {
            let kind = DefinitionKind::RealWorkload;
            found.insert(self.place(kind, name, std::slice::from_ref(namespace), *place));
        }
        if places.is_empty() && !self.service_behind(root, namespace, name, found) {
            found.insert(self.name(DefinitionKind::Undeclared, Some(namespace), name));
        }
    }

    /// The Service of the manifests that has a name; whether there is one.
    fn service_behind(
        &mut self,
        root: FileIndex,
        namespace: &SmolStr,
        name: &SmolStr,
        found: &mut BTreeSet<DefinitionId>,
    ) -> bool {
        let program = self.program;
        let workloads = program.workloads(root);
        let named: &[inventory::Service] =
            workloads.map_or(&[], |known| known.services_named(namespace, name));
        for one in named {
            let kind = DefinitionKind::RealService;
            found.insert(self.place(kind, name, std::slice::from_ref(namespace), one.place));
        }
        !named.is_empty()
    }

    /// The definition whose name stands at `span`.
    fn declared_at(&self, span: Span) -> Option<DefinitionId> {
        let kinds = [
            DefinitionKind::Workload,
            DefinitionKind::Group,
            DefinitionKind::Network,
            DefinitionKind::Service,
        ];
        let mut found = kinds
            .iter()
            .filter_map(|kind| self.placed.get(&(span, *kind)));
        found.next().copied()
    }

    fn place(
        &mut self,
        kind: DefinitionKind,
        name: &SmolStr,
        namespaces: &[SmolStr],
        place: Span,
    ) -> DefinitionId {
        if let Some(known) = self.placed.get(&(place, kind)) {
            return *known;
        }
        let id = self.add(kind, name, namespaces, vec![place]);
        self.placed.insert((place, kind), id);
        id
    }

    fn namespace(&mut self, name: &SmolStr) -> DefinitionId {
        self.name(DefinitionKind::Namespace, None, name)
    }

    fn name(
        &mut self,
        kind: DefinitionKind,
        namespace: Option<&SmolStr>,
        name: &SmolStr,
    ) -> DefinitionId {
        let key = (kind, namespace.cloned(), name.clone());
        if let Some(known) = self.named.get(&key) {
            return *known;
        }
        let id = self.add(
            kind,
            name,
            namespace.map_or(&[], std::slice::from_ref),
            Vec::new(),
        );
        self.named.insert(key, id);
        id
    }

    fn add(
        &mut self,
        kind: DefinitionKind,
        name: &SmolStr,
        namespaces: &[SmolStr],
        places: Vec<Span>,
    ) -> DefinitionId {
        let id = DefinitionId(u32::try_from(self.definitions.len()).unwrap_or(u32::MAX));
        self.definitions.push(Definition {
            kind,
            name: name.clone(),
            namespaces: namespaces.to_vec(),
            places,
        });
        id
    }

    /// Says where manifests declare the namespaces that no text does.
    pub(super) fn place_namespaces(&mut self, roots: &[FileIndex]) {
        let mut seen = BTreeSet::new();
        let inventories = roots
            .iter()
            .filter_map(|root| self.program.workloads(*root));
        let inventories = inventories.filter(|one| seen.insert(std::ptr::from_ref(*one)));
        let inventories: Vec<_> = inventories.collect();
        let nowhere = self.definitions.iter_mut();
        let nowhere =
            nowhere.filter(|one| one.kind == DefinitionKind::Namespace && one.places.is_empty());
        for namespace in nowhere {
            let known = inventories.iter();
            let known = known.flat_map(|known| known.namespaces_named(&namespace.name));
            let places: BTreeSet<Span> = known.filter_map(|one| one.place).collect();
            namespace.places = places.into_iter().collect();
        }
    }
}
