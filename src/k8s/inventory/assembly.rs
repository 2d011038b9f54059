//! From what texts hold to an inventory.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diagnostics::Diagnostic;
use crate::k8s::inventory::entry::Entry;
use crate::k8s::inventory::homes::give_homes;
use crate::k8s::inventory::owners::Owners;
use crate::k8s::inventory::twice::{Once, settle, sort};
use crate::k8s::inventory::{Inventory, Labels, Namespace, Reading, Service, Workload};
use crate::k8s::manifest::Found;

impl Inventory {
    /// All that some texts hold, and all that is wrong with it, in the order of files and places.
    ///
    /// Objects of a text that name no namespace are in the one that stands beside it; where that is `None`,
    /// in the only one that objects of the text name.
    pub fn of(
        readings: impl IntoIterator<Item = (Reading, Option<SmolStr>)>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut inventory = Self::default();
        let mut diagnostics = Vec::new();
        let (mut namespaces, mut drafts, mut services, mut policies) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (reading, home) in readings {
            let mut entries = reading.entries;
            diagnostics.extend(reading.diagnostics);
            diagnostics.extend(give_homes(&mut entries, home.as_ref()));
            for entry in entries {
                match entry {
                    Entry::Namespace(namespace) => namespaces.push(namespace),
                    Entry::Workload(draft) => drafts.push(*draft),
                    Entry::Service(service) => services.push(*service),
                    Entry::Policy(policy) => policies.push(*policy),
                    Entry::Skipped(kind) => *inventory.skipped.entry(kind).or_default() += 1,
                }
            }
        }
        let Owners { here, absent } = Owners::of(drafts);
        inventory.workloads = settled(here, &mut diagnostics);
        // Their pods are not the same object, and may differ.
        inventory.workloads.extend(settle(absent).0);
        sort(&mut inventory.workloads);
        inventory.services = settled(services, &mut diagnostics);
        inventory.policies = settled(policies, &mut diagnostics);
        inventory.namespaces = settled(namespaces, &mut diagnostics);
        inventory.add_lived_in();
        diagnostics.sort();
        diagnostics.dedup();
        (inventory, diagnostics)
    }

    /// Adds the namespaces that something is in, and that nothing declares.
    fn add_lived_in(&mut self) {
        let declared = self.namespaces.iter().map(|one| one.name.clone());
        let declared: BTreeSet<SmolStr> = declared.collect();
        let lived_in = lived_in(&self.workloads, &self.services, &self.policies);
        let undeclared = lived_in.difference(&declared).cloned();
        let undeclared = undeclared.map(|name| Namespace::new(name, Labels::new(), None));
        self.namespaces.extend(undeclared);
        sort(&mut self.namespaces);
    }
}

/// Each object once, with what is wrong about others of its name.
fn settled<T: Once>(objects: Vec<T>, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
    let (objects, wrong) = settle(objects);
    diagnostics.extend(wrong);
    objects
}

/// The namespaces that something is in.
fn lived_in(workloads: &[Workload], services: &[Service], policies: &[Found]) -> BTreeSet<SmolStr> {
    let of_workloads = workloads.iter().map(|one| one.namespace.clone());
    let of_services = services.iter().map(|one| one.namespace.clone());
    let metadata = policies.iter().map(|one| &one.object.metadata);
    let of_policies = metadata.filter_map(|one| one.namespace.as_ref().map(SmolStr::new));
    of_workloads.chain(of_services).chain(of_policies).collect()
}
