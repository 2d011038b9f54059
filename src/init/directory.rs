//! The Services and workloads of an inventory, by the names that reach them, and how rules name them.

use std::collections::{BTreeMap, BTreeSet};

use crate::init::Known;
use crate::init::peer::{Peer, PeerPods};
use crate::k8s::inventory::{Labels, Service, Workload, WorkloadKind, is_generated};
use crate::sets::Pods;
use crate::source::Span;
use crate::workloads::{Workloads, selector};

/// The names that every program knows, which come before those of manifests.
const PRELUDE: [&str; 2] = ["dns", "internet"];

/// Real workloads, for someone who writes about them.
pub(super) struct Directory<'w> {
    workloads: &'w Workloads,
    /// How the program knows them.
    known: &'w Known,
    /// The workloads that each Service leads to, by its place.
    behind: BTreeMap<Span, Vec<&'w Workload>>,
}

/// What tells a workload from others.
pub(super) type Identity<'w> = (&'w str, &'w str, &'w WorkloadKind);

/// What tells `workload` from others.
pub(super) fn identity(workload: &Workload) -> Identity<'_> {
    (&workload.namespace, &workload.name, &workload.kind)
}

impl<'w> Directory<'w> {
    pub(super) fn new(workloads: &'w Workloads, known: &'w Known) -> Self {
        let services = workloads.inventory().services.iter();
        let behind = services.map(|service| (service.place, selected(workloads, service)));
        Self {
            workloads,
            known,
            behind: behind.collect(),
        }
    }

    /// The Services that a host names, seen from a namespace. Of a pod's own name (`db-0.db`) they are
    /// those that gave it.
    pub(super) fn services(&self, host: &str, home: &str) -> &'w [Service] {
        let host = host.strip_suffix('.').unwrap_or(host);
        let labels: Vec<&str> = host.split('.').collect();
        let end = labels.iter().position(|label| *label == "svc");
        let end = end.filter(|at| *at >= 2);
        let names = labels.get(..end.unwrap_or(labels.len()));
        let of_pod = |namespace, name| {
            let found = self.named(namespace, name);
            let is_headless = found.iter().all(|service| service.is_headless);
            if is_headless { found } else { &[] }
        };
        match names.unwrap_or_default() {
            [service] => self.named(home, service),
            [service, namespace] => match self.named(namespace, service) {
                [] if end.is_none() => of_pod(home, namespace),
                found => found,
            },
            [_, service, namespace] => of_pod(namespace, service),
            _ => &[],
        }
    }

    /// The Services of a name.
    pub(super) fn named(&self, namespace: &str, name: &str) -> &'w [Service] {
        self.workloads.services_named(namespace, name)
    }

    /// The workloads whose pods a Service leads to.
    pub(super) fn behind(&self, service: &Service) -> &[&'w Workload] {
        self.behind.get(&service.place).map_or(&[], Vec::as_slice)
    }

    /// How a rule names the pods behind a Service: by their workload, where they are of one.
    pub(super) fn peer_behind(&self, service: &Service) -> Option<Peer> {
        let behind = self.behind(service);
        let selectors: BTreeSet<_> = behind
            .iter()
            .map(|one| (&one.name, &one.selector))
            .collect();
        let one = behind.first().filter(|_| selectors.len() == 1);
        if let Some(peer) = one.and_then(|workload| self.peer(workload)) {
            return Some(peer);
        }
        let (namespace, name) = (&service.namespace, &service.name);
        let is_alone = self.workloads.named(namespace, name).is_empty()
            && self.named(namespace, name).len() == 1;
        let labels = lasting(service)?;
        Some(self.named_so(namespace, name, labels, is_alone))
    }

    /// How a rule names the pods of a workload; nothing where it has no label that lasts.
    pub(super) fn peer(&self, workload: &Workload) -> Option<Peer> {
        let Workload {
            namespace, name, ..
        } = workload;
        let labels = workload.selector.clone()?;
        let same = self.workloads.named(namespace, name);
        let leads_here = |service: &Service| {
            let behind = self.behind(service);
            let is_here = |other: &&Workload| other.name == *name;
            service.selector.is_none() || (behind.len() >= same.len() && behind.iter().all(is_here))
        };
        let means_it = same.iter().all(|one| one.selector == workload.selector)
            && self.named(namespace, name).iter().all(leads_here);
        Some(self.named_so(namespace, name, labels, means_it))
    }

    /// Pods with some labels, by a name if that means them.
    fn named_so(&self, namespace: &str, name: &str, labels: Labels, means_it: bool) -> Peer {
        let is_hidden = matches!(self.known, Known::Manifests(_)) && PRELUDE.contains(&name);
        Peer {
            namespace: namespace.into(),
            pods: if means_it && !is_hidden {
                PeerPods::Name {
                    name: name.into(),
                    labels,
                }
            } else {
                PeerPods::Labels(labels)
            },
        }
    }

    /// Whether manifests call something in a namespace so.
    pub(super) fn has(&self, namespace: &str, name: &str) -> bool {
        let has_workload = !self.workloads.named(namespace, name).is_empty();
        has_workload || !self.named(namespace, name).is_empty()
    }

    /// The namespaces that workloads are in.
    pub(super) fn namespaces(&self) -> BTreeSet<&'w str> {
        let workloads = self.workloads.inventory().workloads.iter();
        workloads.map(|one| one.namespace.as_str()).collect()
    }
}

/// The workloads behind a Service. Of one that chooses a single pod it is that pod's.
fn selected<'w>(workloads: &'w Workloads, service: &Service) -> Vec<&'w Workload> {
    let pods = lasting(service)
        .map(|labels| Pods::in_namespace(service.namespace.clone(), selector(&labels)));
    pods.map(|pods| workloads.matching(&pods))
        .unwrap_or_default()
}

/// The labels by which a Service chooses pods, without those that name one revision or pod.
fn lasting(service: &Service) -> Option<Labels> {
    let labels = service.selector.as_ref()?.iter();
    let labels = labels.filter(|(key, _)| !is_generated(key));
    let labels: Labels = labels
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!labels.is_empty()).then_some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::ast::StatementKind;
    use crate::syntax::parse;

    #[test]
    fn the_prelude_has_these_names() {
        let (ast, _) = parse(FileId(0), crate::resolve::PRELUDE);
        let names = ast.statements.iter().map(|one| match &one.kind {
            StatementKind::Network(network) => network.name.text.as_str(),
            StatementKind::Service(service) => service.name.text.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(names.collect::<BTreeSet<&str>>(), BTreeSet::from(PRELUDE));
    }
}
