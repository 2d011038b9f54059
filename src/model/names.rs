//! The names that workloads were declared by.

use std::hash::Hash;
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
        insert_first(&mut self.by_selector, pods.clone(), name);
        self.by_name.insert(name.clone(), pods.clone());
    }
}

/// The names by which a file knows the workloads of its own namespaces.
#[derive(Debug, Default)]
pub struct Names {
    known: Vec<Vec<Arc<WorkloadNames>>>,
    /// Those that the text uses, and that manifests give: likewise, by namespace.
    real_by_selector: FxHashMap<(NamespaceId, Selector), SmolStr>,
    real_by_name: FxHashMap<(NamespaceId, SmolStr), Selector>,
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
        insert_first(&mut self.real_by_selector, (namespace, pods.clone()), name);
        let named = (namespace, name.clone());
        self.real_by_name.insert(named, pods.clone());
    }

    /// The name of some pods: of several the first in the alphabet, and one that is declared before one
    /// that is not.
    pub fn get(&self, namespace: NamespaceId, pods: &Selector) -> Option<&SmolStr> {
        let declared = self.declared(namespace);
        let declared = declared
            .filter_map(|names| names.by_selector.get(pods))
            .min();
        declared.or_else(|| self.real_by_selector.get(&(namespace, pods.clone())))
    }

    /// Whether [`Names::get`] gives this name to some pods.
    pub fn gives(&self, namespace: NamespaceId, name: &str) -> bool {
        let mut pods = self.called(namespace, name);
        pods.any(|pods| self.get(namespace, pods).is_some_and(|given| given == name))
    }

    /// Whether some pods are called so, whichever.
    pub fn declares(&self, namespace: NamespaceId, name: &str) -> bool {
        self.called(namespace, name).next().is_some()
    }

    /// The pods that are called so.
    fn called(&self, namespace: NamespaceId, name: &str) -> impl Iterator<Item = &Selector> {
        let declared = self.declared(namespace);
        let declared = declared.filter_map(move |names| names.by_name.get(name));
        let real = self.real_by_name.get(&(namespace, SmolStr::new(name)));
        declared.chain(real)
    }

    fn declared(&self, namespace: NamespaceId) -> impl Iterator<Item = &WorkloadNames> {
        let known = self.known.get(namespace.0 as usize);
        known.into_iter().flatten().map(AsRef::as_ref)
    }
}

/// Adds a name, where none before it in the alphabet is there.
fn insert_first<K: Eq + Hash>(names: &mut FxHashMap<K, SmolStr>, key: K, name: &SmolStr) {
    let first = names.entry(key).or_insert_with(|| name.clone());
    if *name < *first {
        *first = name.clone();
    }
}
