//! From texts to an inventory.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diagnostics::Diagnostic;
use crate::k8s::inventory::draft::Draft;
use crate::k8s::inventory::entry::Entry;
use crate::k8s::inventory::homes::give_homes;
use crate::k8s::inventory::owners::Owners;
use crate::k8s::inventory::twice::{settle, sort};
use crate::k8s::inventory::{Inventory, Labels, Namespace, Service, Workload};
use crate::k8s::manifest::{Found, objects};
use crate::source::FileId;

/// Reads manifests, file by file.
#[derive(Default)]
pub struct Reader {
    home: Option<SmolStr>,
    namespaces: Vec<Namespace>,
    drafts: Vec<Draft>,
    services: Vec<Service>,
    policies: Vec<Found>,
    skipped: BTreeMap<SmolStr, usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// A reader for which objects without a namespace are in `home`. Where that is `None` they are in
    /// the only namespace that objects of their file name.
    pub fn new(home: Option<&str>) -> Self {
        Self {
            home: home.map(SmolStr::new),
            ..Self::default()
        }
    }

    /// Reads the objects of a text of YAML or JSON, of one document or many. What is broken is reported
    /// and left out; the rest is read. Returns the namespace of those objects that name none, where one is
    /// known.
    pub fn add(&mut self, file: FileId, text: &str) -> Option<SmolStr> {
        let (mut entries, diagnostics) = objects(file, text, Entry::read);
        self.diagnostics.extend(diagnostics);
        let (home, wrong) = give_homes(&mut entries, self.home.as_ref());
        self.diagnostics.extend(wrong);
        for entry in entries {
            match entry {
                Entry::Namespace(namespace) => self.namespaces.push(namespace),
                Entry::Workload(draft) => self.drafts.push(*draft),
                Entry::Service(service) => self.services.push(*service),
                Entry::Policy(policy) => self.policies.push(*policy),
                Entry::Skipped(kind) => *self.skipped.entry(kind).or_default() += 1,
            }
        }
        home
    }

    /// All that was read, and all that is wrong with it, in the order of files and places.
    pub fn finish(self) -> (Inventory, Vec<Diagnostic>) {
        let mut diagnostics = self.diagnostics;
        let Owners { here, absent } = Owners::of(self.drafts);
        let (mut workloads, wrong) = settle(here);
        diagnostics.extend(wrong);
        // Their pods are not the same object, and may differ.
        workloads.extend(settle(absent).0);
        sort(&mut workloads);
        let (services, wrong) = settle(self.services);
        diagnostics.extend(wrong);
        let (policies, wrong) = settle(self.policies);
        diagnostics.extend(wrong);
        let (mut namespaces, wrong) = settle(self.namespaces);
        diagnostics.extend(wrong);
        let declared: BTreeSet<SmolStr> = namespaces.iter().map(|one| one.name.clone()).collect();
        let lived_in = lived_in(&workloads, &services, &policies);
        let undeclared = lived_in.difference(&declared).cloned();
        namespaces.extend(undeclared.map(|name| Namespace::new(name, Labels::new(), None)));
        sort(&mut namespaces);
        diagnostics.sort();
        diagnostics.dedup();
        let inventory = Inventory {
            namespaces,
            workloads,
            services,
            policies,
            skipped: self.skipped,
        };
        (inventory, diagnostics)
    }
}

/// The namespaces that something is in.
fn lived_in(workloads: &[Workload], services: &[Service], policies: &[Found]) -> BTreeSet<SmolStr> {
    let of_workloads = workloads.iter().map(|one| one.namespace.clone());
    let of_services = services.iter().map(|one| one.namespace.clone());
    let metadata = policies.iter().map(|one| &one.object.metadata);
    let of_policies = metadata.filter_map(|one| one.namespace.as_ref().map(SmolStr::new));
    of_workloads.chain(of_services).chain(of_policies).collect()
}
