//! What one file declares, before anything that depends on its users.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use smol_str::SmolStr;

use crate::model::WorkloadNames;
use crate::sets::Selector;
use crate::source::Span;

/// The declarations of a file.
#[derive(Debug)]
pub(super) struct Declarations {
    /// The key by which a bare name means pods.
    pub(super) label: SmolStr,
    /// Put before the names of objects.
    pub(super) prefix: Option<SmolStr>,
    /// The stretches of statements that belong to the same namespaces.
    pub(super) sections: Vec<Section>,
    /// All declared namespaces.
    pub(super) declared: HashSet<SmolStr>,
    /// Groups, networks and services, by name.
    pub(super) named: HashMap<SmolStr, NamedThing>,
    /// Workloads, by name: one for each place where a workload of this name is declared.
    pub(super) workloads: HashMap<SmolStr, Vec<WorkloadThing>>,
    /// The workloads by namespace, `None` for those that are wherever they are used, and by name: the
    /// place of the first among those of the name.
    pub(super) homes: HashMap<Option<SmolStr>, BTreeMap<SmolStr, usize>>,
    /// The names of the workloads of a namespace, once asked for: many files may use this one.
    pub(super) names: Mutex<HashMap<Option<SmolStr>, Arc<WorkloadNames>>>,
}

/// Statements between one `namespace` and the next.
#[derive(Debug)]
pub(super) struct Section {
    /// The namespaces that they are said of; none before the first `namespace`.
    pub(super) namespaces: Vec<SmolStr>,
    /// Their indices in the file's statements.
    pub(super) statements: Range<usize>,
}

/// A group, network or service.
#[derive(Debug)]
pub(super) struct NamedThing {
    /// The index of its statement.
    pub(super) statement: usize,
    /// The index of its section.
    pub(super) section: usize,
    /// Where its name stands.
    pub(super) span: Span,
}

/// A workload.
#[derive(Debug)]
pub(super) struct WorkloadThing {
    /// Where it lives.
    pub(super) home: Home,
    /// Its pods; `None` where the text of it is wrong, which has been said.
    pub(super) selector: Option<Selector>,
    /// Where its name stands.
    pub(super) span: Span,
}

/// A workload, and its place among those of its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Workload<'a> {
    /// The place, in the order of the text.
    pub(super) place: usize,
    /// The workload.
    pub(super) thing: &'a WorkloadThing,
}

/// The namespaces of a workload.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Those of the section with this index.
    Section(usize),
    /// The one before the `/`.
    Namespace(SmolStr),
}

impl Declarations {
    /// Whether the file declares any namespace.
    pub(super) fn has_namespaces(&self) -> bool {
        !self.declared.is_empty()
    }

    /// The declared namespaces, in the order of the text, maybe more than once.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &SmolStr> {
        self.sections.iter().flat_map(|section| &section.namespaces)
    }

    /// Whether the file declares this namespace.
    pub(super) fn declares(&self, namespace: &str) -> bool {
        self.declared.contains(namespace)
    }

    /// The names of groups, networks, services and workloads.
    pub(super) fn names(&self) -> impl Iterator<Item = &SmolStr> {
        self.named.keys().chain(self.workloads.keys())
    }

    /// Whether the file declares anything by this name.
    pub(super) fn declares_name(&self, name: &str) -> bool {
        self.named.contains_key(name) || self.workloads.contains_key(name)
    }

    /// Adds a workload.
    pub(super) fn add_workload(&mut self, name: SmolStr, thing: WorkloadThing) {
        let place = self.workloads.get(&name).map_or(0, Vec::len);
        let homes = self.namespaces_of(&thing.home);
        let homes: Vec<Option<SmolStr>> = match homes {
            [] => vec![None],
            homes => homes.iter().cloned().map(Some).collect(),
        };
        for home in homes {
            let named = self.homes.entry(home).or_default();
            named.entry(name.clone()).or_insert(place);
        }
        self.workloads.entry(name).or_default().push(thing);
    }

    /// The first workload of a name in a namespace; `None` for those that are wherever they are used.
    pub(super) fn workload_at(&self, home: Option<&SmolStr>, name: &str) -> Option<Workload<'_>> {
        let place = *self.homes.get(&home.cloned())?.get(name)?;
        let thing = self.workloads.get(name)?.get(place)?;
        Some(Workload { place, thing })
    }

    /// The names of the workloads of a namespace, the first workload of each name; `None` as above.
    pub(super) fn names_at(&self, home: Option<&SmolStr>) -> Option<Arc<WorkloadNames>> {
        let named = self.homes.get(&home.cloned())?;
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(home.cloned()).or_insert_with(|| {
            let mut names = WorkloadNames::default();
            for (name, place) in named {
                let things = self.workloads.get(name);
                let thing = things.and_then(|things| things.get(*place));
                if let Some(pods) = thing.and_then(|thing| thing.selector.as_ref()) {
                    names.insert(name, pods);
                }
            }
            Arc::new(names)
        });
        Some(Arc::clone(names))
    }

    /// The namespaces of a home; none for one that is wherever it is used.
    pub(super) fn namespaces_of<'a>(&'a self, home: &'a Home) -> &'a [SmolStr] {
        match home {
            Home::Section(index) => self
                .sections
                .get(*index)
                .map_or(&[], |section| &section.namespaces),
            Home::Namespace(name) => std::slice::from_ref(name),
        }
    }
}

impl WorkloadThing {
    /// The namespace that the declaration names before a `/`, where it does.
    pub(super) fn elsewhere(&self) -> Option<(&SmolStr, &Self)> {
        match &self.home {
            Home::Section(_) => None,
            Home::Namespace(namespace) => Some((namespace, self)),
        }
    }
}

/// The entries of a map in the order of their keys.
pub(super) fn sorted<T>(map: &HashMap<SmolStr, T>) -> Vec<(&SmolStr, &T)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(name, _)| *name);
    entries
}
