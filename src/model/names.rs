//! The names that workloads were declared by.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::model::NamespaceId;
use crate::sets::Selector;

/// The workloads that one file declares for one namespace. Files that use it share them.
#[derive(Debug, Default)]
pub struct WorkloadNames {
    /// Of several names for one selector the first in the alphabet.
    by_selector: FxHashMap<Selector, SmolStr>,
    by_name: FxHashMap<SmolStr, Selector>,
}

impl WorkloadNames {
    /// Adds a workload.
    pub fn insert(&mut self, name: &SmolStr, pods: &Selector) {
        let first = self.by_selector.entry(pods.clone());
        let first = first.or_insert_with(|| name.clone());
        if *name < *first {
            *first = name.clone();
        }
        self.by_name.insert(name.clone(), pods.clone());
    }
}

/// The names by which a file knows the workloads of its own namespaces.
#[derive(Debug, Default)]
pub struct Names {
    known: Vec<Vec<Arc<WorkloadNames>>>,
    /// Those that the text uses, and that manifests give.
    real: Vec<WorkloadNames>,
}

impl Names {
    /// Adds workloads of an own namespace.
    pub fn add(&mut self, namespace: NamespaceId, workloads: Arc<WorkloadNames>) {
        let at = namespace.0 as usize;
        if self.known.len() <= at {
            self.known.resize_with(at + 1, Vec::new);
        }
        if let Some(known) = self.known.get_mut(at) {
            known.push(workloads);
        }
    }

    /// Adds a real workload of an own namespace, that the text names.
    pub fn add_real(&mut self, namespace: NamespaceId, name: &SmolStr, pods: &Selector) {
        let at = namespace.0 as usize;
        if self.real.len() <= at {
            self.real.resize_with(at + 1, WorkloadNames::default);
        }
        if let Some(real) = self.real.get_mut(at) {
            real.insert(name, pods);
        }
    }

    /// The name of some pods: of several the first in the alphabet, and one that is declared before one
    /// that is not.
    pub fn get(&self, namespace: NamespaceId, pods: &Selector) -> Option<&SmolStr> {
        let declared = self.declared(namespace);
        let declared = declared
            .filter_map(|names| names.by_selector.get(pods))
            .min();
        let real = self.real.get(namespace.0 as usize);
        declared.or_else(|| real?.by_selector.get(pods))
    }

    /// Whether [`Names::get`] gives this name to some pods.
    pub fn gives(&self, namespace: NamespaceId, name: &str) -> bool {
        let mut pods = self
            .of(namespace)
            .filter_map(|names| names.by_name.get(name));
        pods.any(|pods| self.get(namespace, pods).is_some_and(|given| given == name))
    }

    /// Whether some pods are called so, whichever.
    pub fn declares(&self, namespace: NamespaceId, name: &str) -> bool {
        self.of(namespace)
            .any(|names| names.by_name.contains_key(name))
    }

    fn of(&self, namespace: NamespaceId) -> impl Iterator<Item = &WorkloadNames> {
        let real = self.real.get(namespace.0 as usize);
        self.declared(namespace).chain(real)
    }

    fn declared(&self, namespace: NamespaceId) -> impl Iterator<Item = &WorkloadNames> {
        let known = self.known.get(namespace.0 as usize);
        known.into_iter().flatten().map(AsRef::as_ref)
    }
}
