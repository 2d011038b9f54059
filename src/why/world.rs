//! What one file knows of the pods that there are.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::sets::{Pods, Selector};
use crate::workloads::{Words, Workloads};

/// What is known of the pods that there are.
#[derive(Clone, Debug)]
pub struct World<'w> {
    /// The workloads that manifests have.
    pub workloads: &'w Workloads,
    own: BTreeSet<SmolStr>,
    /// The declared workloads that no manifest has: their namespaces and their labels.
    absent: BTreeSet<(SmolStr, Selector)>,
}

impl<'w> World<'w> {
    /// The world of who knows `workloads`, and owns namespaces: what is in these is in the manifests. Of
    /// the workloads that are `declared` some may be without; their pods may be there.
    ///
    /// Manifests without any workload tell nothing of pods.
    pub fn of(
        workloads: &'w Workloads,
        own: impl IntoIterator<Item = SmolStr>,
        declared: impl IntoIterator<Item = Pods>,
    ) -> Option<Self> {
        if workloads.inventory().workloads.is_empty() {
            return None;
        }
        let absent = declared.into_iter().filter_map(|pods| {
            let name = pods.only_namespace()?.clone();
            let is_absent = workloads.matching(&pods).is_empty();
            is_absent.then_some((name, pods.labels))
        });
        Some(Self {
            workloads,
            own: own.into_iter().collect(),
            absent: absent.collect(),
        })
    }

    /// Whether it is known what a namespace holds.
    pub(super) fn knows(&self, namespace: &str) -> bool {
        self.own.contains(namespace) || self.workloads.know(namespace)
    }

    /// The namespaces of which that is known, where it is not known of all.
    pub(super) fn known(&self) -> BTreeSet<SmolStr> {
        let lived_in = self.workloads.inventory().workloads.iter();
        let lived_in = lived_in.map(|one| one.namespace.clone());
        lived_in.chain(self.own.iter().cloned()).collect()
    }

    /// Whether all labels of a namespace are known.
    pub(super) fn is_declared(&self, namespace: &str) -> bool {
        !self.workloads.labels_of_namespace(namespace).is_empty()
    }

    /// The pods of declared workloads that no manifest has, in namespaces of which it is known what they
    /// hold.
    pub(super) fn absent(&self, words: &Words) -> Vec<Pods> {
        let absent = self.absent.iter().filter_map(|(name, labels)| {
            let namespaces = self.workloads.namespace(name, words).into_iter();
            let pods = namespaces.map(|namespace| Pods::new(namespace, labels.clone()));
            self.knows(name).then(|| pods.collect::<Vec<_>>())
        });
        absent.flatten().collect()
    }
}
