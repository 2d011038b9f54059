//! From texts to an inventory.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::draft::Draft;
use crate::k8s::inventory::entry::Entry;
use crate::k8s::inventory::homes::give_homes;
use crate::k8s::inventory::owners::Owners;
use crate::k8s::inventory::twice::{Once, settle};
use crate::k8s::inventory::{Inventory, Labels, Namespace, Service};
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
    /// and left out; the rest is read.
    pub fn add(&mut self, file: FileId, text: &str) {
        let (mut entries, diagnostics) = objects(file, text, Entry::read);
        self.diagnostics.extend(diagnostics);
        self.diagnostics
            .extend(give_homes(&mut entries, self.home.as_ref()));
        for entry in entries {
            match entry {
                Entry::Namespace(namespace) => self.namespaces.push(namespace),
                Entry::Workload(draft) => self.drafts.push(*draft),
                Entry::Service(service) => self.services.push(*service),
                Entry::Policy(policy) => self.policies.push(*policy),
                Entry::Skipped(kind) => *self.skipped.entry(kind).or_default() += 1,
            }
        }
    }

    /// All that was read, and all that is wrong with it, in the order of files and places.
    pub fn finish(self) -> (Inventory, Vec<Diagnostic>) {
        let mut diagnostics = self.diagnostics;
        let Owners { here, absent } = Owners::of(self.drafts);
        let mut workloads = settle(here, |first, other| diagnostics.extend(twice(first, other)));
        workloads.extend(settle(absent, |_, _| {}));
        workloads.sort_by(|one, other| {
            let places = || one.place.cmp(&other.place);
            Once::name(one).cmp(&Once::name(other)).then_with(places)
        });
        let services = settle(self.services, |first, other| {
            diagnostics.extend(twice(first, other));
        });
        let policies = settle(self.policies, |first, other| {
            diagnostics.extend(twice(first, other));
        });
        let mut namespaces = self.namespaces;
        let declared: BTreeSet<&SmolStr> = namespaces.iter().map(|one| &one.name).collect();
        let lived_in = workloads.iter().map(|one| one.namespace.clone());
        let lived_in = lived_in.chain(services.iter().map(|one| one.namespace.clone()));
        let in_policies = policies
            .iter()
            .filter_map(|one| one.object.metadata.namespace.as_ref());
        let lived_in = lived_in.chain(in_policies.map(SmolStr::new));
        let undeclared: BTreeSet<SmolStr> =
            lived_in.filter(|name| !declared.contains(name)).collect();
        let undeclared = undeclared.into_iter();
        namespaces.extend(undeclared.map(|name| Namespace::new(name, Labels::new(), None)));
        let namespaces = settle(namespaces, |first, other| {
            diagnostics.extend(twice(first, other));
        });
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

/// Says that an object is there twice, and not the same.
fn twice<T: Once>(first: &T, other: &T) -> Option<Diagnostic> {
    let message = format!("another {}, and not the same", other.words());
    let diagnostic = Diagnostic::new(&codes::DUPLICATE_OBJECT, other.place()?, message)
        .help("read the manifests of one cluster, and no variants beside each other");
    Some(diagnostic.also(first.place()?, "the first one"))
}
