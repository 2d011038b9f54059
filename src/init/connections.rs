//! The connections that manifests give away, and what keeps others from being rules.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::init::config::Configs;
use crate::init::directory::{Directory, Identity, identity};
use crate::init::peer::{Peer, PeerPort};
use crate::init::reach::{Asked, Reached, Unreachable, reach};
use crate::init::spot::Spot;
use crate::init::told::{Listener, Told};
use crate::k8s::inventory::{Inventory, Service, ServiceKind, Workload};
use crate::k8s::references::{Backend, BackendPort, References, Referrer};
use crate::source::Sources;

/// Who connects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// Anything: it comes from outside.
    Any,
    /// These pods.
    Pods(Peer),
    /// Pods of this workload, which no rule can name.
    Unnamed(SmolStr),
}

/// What is said of one source.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Where it connects to, port by port, and where that was seen.
    pub(super) targets: BTreeMap<Peer, BTreeMap<PeerPort, BTreeSet<Spot>>>,
    /// What is no rule, in words, and where it was seen.
    pub(super) remarks: BTreeMap<String, BTreeSet<Spot>>,
}

/// All connections: by the section that they belong to, and by source.
pub(super) type Sections = BTreeMap<SmolStr, BTreeMap<Source, Found>>;

/// What connections are looked for in.
pub(super) struct Evidence<'a> {
    pub(super) sources: &'a Sources,
    pub(super) inventory: &'a Inventory,
    pub(super) references: &'a References,
    pub(super) directory: &'a Directory<'a>,
}

/// The connections of all namespaces that are `owned`. Each is in the section of its source, or of its
/// target where the source has none.
pub(super) fn connections(evidence: &Evidence<'_>, owned: &BTreeSet<&str>) -> Sections {
    let mut found = Collector {
        evidence,
        owned,
        sections: Sections::new(),
    };
    for service in &evidence.inventory.services {
        found.entrance(service);
    }
    for backend in &evidence.references.backends {
        found.backend(backend);
    }
    let referrers = referrers(evidence);
    let configs = Configs::new(evidence.references, &referrers);
    let listener = Listener {
        sources: evidence.sources,
        configs: &configs,
    };
    for (workload, referrer) in &referrers {
        for told in listener.all(referrer) {
            found.told(workload, &told);
        }
    }
    found.sections
}

/// What the pods of each workload are told, by all objects that are it.
fn referrers<'a>(evidence: &Evidence<'a>) -> Vec<(&'a Workload, &'a Referrer)> {
    let mut by_place = BTreeMap::new();
    let mut by_name: BTreeMap<Identity<'_>, &Workload> = BTreeMap::new();
    for workload in &evidence.inventory.workloads {
        by_place.insert(workload.place, workload);
        by_name.entry(identity(workload)).or_insert(workload);
    }
    let all = evidence.references.referrers.iter();
    let found = all.filter_map(|referrer| {
        let name = (&*referrer.namespace, &*referrer.name, &referrer.kind);
        let here = by_place
            .get(&referrer.place)
            .or_else(|| by_name.get(&name))?;
        Some((*here, referrer))
    });
    found.collect()
}

struct Collector<'a> {
    evidence: &'a Evidence<'a>,
    owned: &'a BTreeSet<&'a str>,
    sections: Sections,
}

impl Collector<'_> {
    /// A Service that is reached from outside by itself.
    fn entrance(&mut self, service: &Service) {
        if !matches!(
            service.kind,
            ServiceKind::LoadBalancer | ServiceKind::NodePort
        ) {
            return;
        }
        let what = format!("{} {}", service.kind.word(), service.name);
        let spot = Spot::new(self.evidence.sources, service.place, what);
        let reached = reach(self.evidence.directory, service, &Asked::All);
        self.let_in(service, reached, spot);
    }

    /// A Service that an Ingress leads to.
    fn backend(&mut self, backend: &Backend) {
        let what = format!("Ingress {}", backend.ingress);
        let spot = Spot::new(self.evidence.sources, backend.place, what);
        let asked = match &backend.port {
            BackendPort::Number(number) => Asked::Number(*number),
            BackendPort::Name(name) => Asked::Name(name.clone()),
        };
        let directory = self.evidence.directory;
        let services = directory.named(&backend.namespace, &backend.service);
        if services.is_empty() {
            let words = format!("{} is no Service of these manifests", backend.service);
            self.remark(&backend.namespace, Source::Any, words, spot);
            return;
        }
        for service in services {
            let reached = reach(directory, service, &asked);
            self.let_in(service, reached, spot.clone());
        }
    }

    fn let_in(&mut self, service: &Service, reached: Result<Reached, Unreachable>, spot: Spot) {
        match reached {
            Ok(reached) => self.rule(&service.namespace, Source::Any, reached, &spot),
            Err(reason) => {
                let words = format!("Service {} {reason}", service.name);
                self.remark(&service.namespace, Source::Any, words, spot);
            }
        }
    }

    /// A host that a workload is told about.
    fn told(&mut self, workload: &Workload, told: &Told) {
        let directory = self.evidence.directory;
        let namespace = workload.namespace.as_str();
        let asked = Asked::from(told.port);
        let shown = match asked {
            Asked::Address(number) => format!("{}:{number}", told.host),
            _ => told.host.to_string(),
        };
        let services = directory.services(&told.host, namespace);
        if services.is_empty() && told.certain {
            let words = format!("{shown} is no Service of these manifests");
            self.remark(
                namespace,
                source(directory, workload),
                words,
                told.spot.clone(),
            );
        }
        for service in services {
            let behind = directory.behind(service);
            let is_itself = |other: &&Workload| identity(other) == identity(workload);
            if !behind.is_empty() && behind.iter().all(is_itself) {
                continue;
            }
            let from = source(directory, workload);
            match (reach(directory, service, &asked), from) {
                (Err(reason), from) => {
                    let words = format!("{shown}: Service {} {reason}", service.name);
                    self.remark(namespace, from, words, told.spot.clone());
                }
                (Ok(_), from @ Source::Unnamed(_)) => {
                    let why = if workload.host_network {
                        "are on the network of their nodes, which no policy sees"
                    } else {
                        "have no label that lasts"
                    };
                    let words = format!("{} -> {shown}: its pods {why}", workload.name);
                    self.remark(namespace, from, words, told.spot.clone());
                }
                (Ok(reached), from) => self.rule(namespace, from, reached, &told.spot),
            }
        }
    }

    fn rule(&mut self, namespace: &str, source: Source, reached: Reached, spot: &Spot) {
        let target = reached.peer.namespace.clone();
        let mut homes = [namespace, target.as_str()].into_iter();
        let Some(home) = homes.find(|home| self.owned.contains(home)) else {
            return;
        };
        let section = self.sections.entry(home.into()).or_default();
        let found = section.entry(source).or_default();
        let ports = found.targets.entry(reached.peer).or_default();
        for port in reached.ports {
            ports.entry(port).or_default().insert(spot.clone());
        }
    }

    fn remark(&mut self, namespace: &str, source: Source, words: String, spot: Spot) {
        if self.owned.contains(namespace) {
            let section = self.sections.entry(namespace.into()).or_default();
            let found = section.entry(source).or_default();
            found.remarks.entry(words).or_default().insert(spot);
        }
    }
}

/// A workload that connects.
fn source(directory: &Directory<'_>, workload: &Workload) -> Source {
    let peer = directory.peer(workload).filter(|_| !workload.host_network);
    peer.map_or_else(|| Source::Unnamed(workload.name.clone()), Source::Pods)
}
