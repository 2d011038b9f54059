//! The Services and workloads of an inventory, by the names that reach them.

use std::collections::{BTreeMap, BTreeSet};

use crate::init::peer::{Peer, PeerPods};
use crate::k8s::inventory::{Inventory, Labels, Service, Workload, WorkloadKind, is_generated};
use crate::source::Span;

/// An inventory by names.
pub(super) struct Directory<'i> {
    /// By namespace and name. Of one name there may be several, where manifests disagree.
    services: ByName<'i, Service>,
    workloads: ByName<'i, Workload>,
    /// The workloads that each Service leads to, by its place.
    behind: BTreeMap<Span, Vec<&'i Workload>>,
}

/// By namespace, then by name.
type ByName<'i, T> = BTreeMap<&'i str, BTreeMap<&'i str, Vec<&'i T>>>;

/// What tells a workload from others.
pub(super) type Identity<'i> = (&'i str, &'i str, &'i WorkloadKind);

/// What tells `workload` from others.
pub(super) fn identity(workload: &Workload) -> Identity<'_> {
    (&workload.namespace, &workload.name, &workload.kind)
}

impl<'i> Directory<'i> {
    pub(super) fn new(inventory: &'i Inventory) -> Self {
        let mut directory = Self {
            services: BTreeMap::new(),
            workloads: BTreeMap::new(),
            behind: BTreeMap::new(),
        };
        for service in &inventory.services {
            let namespace = directory.services.entry(&service.namespace).or_default();
            namespace.entry(&service.name).or_default().push(service);
        }
        for workload in &inventory.workloads {
            let namespace = directory.workloads.entry(&workload.namespace).or_default();
            namespace.entry(&workload.name).or_default().push(workload);
        }
        for service in &inventory.services {
            let behind = directory.selected(service);
            directory.behind.insert(service.place, behind);
        }
        directory
    }

    /// The Services that a host names, seen from a namespace. Of a pod's own name (`db-0.db`) they are
    /// those that gave it.
    pub(super) fn services(&self, host: &str, home: &str) -> &[&'i Service] {
        let host = host.strip_suffix('.').unwrap_or(host);
        let labels: Vec<&str> = host.split('.').collect();
        let end = labels
            .iter()
            .position(|label| *label == "svc")
            .filter(|at| *at >= 2);
        let names = labels
            .get(..end.unwrap_or(labels.len()))
            .unwrap_or_default();
        let get = |namespace, name| self.named(namespace, name);
        let of_pod = |namespace, name| {
            let found = self.named(namespace, name);
            let is_headless = found.iter().all(|service| service.is_headless);
            if is_headless { found } else { &[] }
        };
        match names {
            [service] => get(home, service),
            [service, namespace] => match get(namespace, service) {
                [] if end.is_none() => of_pod(home, namespace),
                found => found,
            },
            [_, service, namespace] => of_pod(namespace, service),
            _ => &[],
        }
    }

    /// The Services of a name.
    pub(super) fn named(&self, namespace: &str, name: &str) -> &[&'i Service] {
        get(&self.services, namespace, name)
    }

    /// The workloads whose pods a Service leads to.
    pub(super) fn behind(&self, service: &Service) -> &[&'i Workload] {
        self.behind.get(&service.place).map_or(&[], Vec::as_slice)
    }

    fn selected(&self, service: &Service) -> Vec<&'i Workload> {
        let Some(selector) = &service.selector else {
            return Vec::new();
        };
        let all = self.workloads.get(service.namespace.as_str());
        let all = all.into_iter().flat_map(BTreeMap::values).flatten();
        let behind = all.filter(|one| has(&one.labels, selector));
        behind.copied().collect()
    }

    /// How a rule names the pods behind a Service: by their workload, where they are of one.
    pub(super) fn peer_behind(&self, service: &Service, behind: &[&Workload]) -> Option<Peer> {
        let identities: BTreeSet<Identity<'_>> = behind.iter().map(|one| identity(one)).collect();
        let one = behind.first().filter(|_| identities.len() == 1);
        if let Some(peer) = one.and_then(|workload| self.peer(workload)) {
            return Some(peer);
        }
        let labels = lasting(service.selector.as_ref()?)?;
        let name = &service.name;
        let namespace = &service.namespace;
        let is_alone = get(&self.workloads, namespace, name).is_empty()
            && self.named(namespace, name).len() == 1;
        Some(Peer {
            namespace: namespace.clone(),
            pods: if is_alone {
                PeerPods::Name {
                    name: name.clone(),
                    labels,
                }
            } else {
                PeerPods::Labels(labels)
            },
        })
    }

    /// How a rule names the pods of a workload; nothing where it has no label that lasts.
    pub(super) fn peer(&self, workload: &Workload) -> Option<Peer> {
        let (namespace, name) = (&workload.namespace, &workload.name);
        let same = get(&self.workloads, namespace, name);
        let is_one = same
            .iter()
            .all(|other| identity(other) == identity(workload));
        let leads_here = |service: &&Service| {
            let behind = self.behind(service);
            let is_here = |other: &&Workload| identity(other) == identity(workload);
            !behind.is_empty() && behind.iter().all(is_here)
        };
        let means_it = is_one && self.named(namespace, name).iter().all(leads_here);
        // Of several shapes that a workload may have, the name means each.
        let shape = same.first().filter(|_| means_it).unwrap_or(&workload);
        let labels = shape.selector.clone()?;
        let pods = if means_it {
            PeerPods::Name {
                name: name.clone(),
                labels,
            }
        } else {
            PeerPods::Labels(labels)
        };
        Some(Peer {
            namespace: namespace.clone(),
            pods,
        })
    }

    /// Whether a bare name means something in a namespace.
    pub(super) fn knows(&self, namespace: &str, name: &str) -> bool {
        let has_workload = !get(&self.workloads, namespace, name).is_empty();
        has_workload || !self.named(namespace, name).is_empty()
    }

    /// The namespaces that workloads are in.
    pub(super) fn namespaces(&self) -> BTreeSet<&'i str> {
        self.workloads.keys().copied().collect()
    }
}

fn get<'m, 'i, T>(map: &'m ByName<'i, T>, namespace: &str, name: &str) -> &'m [&'i T] {
    let found = map.get(namespace).and_then(|names| names.get(name));
    found.map_or(&[], Vec::as_slice)
}

/// Whether pods have all these labels.
fn has(labels: &Labels, selector: &Labels) -> bool {
    selector
        .iter()
        .all(|(key, value)| labels.get(key) == Some(value))
}

/// The labels of a selector, unless they name one revision or pod.
fn lasting(selector: &Labels) -> Option<Labels> {
    let lasts = !selector.keys().any(|key| is_generated(key));
    lasts.then(|| selector.clone())
}
