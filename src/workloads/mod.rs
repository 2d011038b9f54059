//! The real workloads of an inventory, to be asked by their names and by their labels.
//!
//! The only place that holds [`sets`](crate::sets) of pods against pods that exist. It knows neither the
//! text nor what it means.

mod by_label;
mod exact;
mod policies;
mod ports;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::k8s::inventory::{Inventory, Labels, Namespace, Service, Workload, is_generated};
use crate::sets::{Pods, Selector, Values};
use crate::workloads::by_label::ByLabel;

pub use exact::{open_names, ports_of};
pub use ports::{declared, protocol, target};
pub use words::Words;

/// A namespace that every cluster has, and that nobody's own manifests declare; and a Service, with its
/// namespace. An inventory with one of them is of a whole cluster.
const OF_CLUSTER: (&str, [&str; 2]) = ("kube-system", ["default", "kubernetes"]);

/// The workloads of an inventory, indexed.
#[derive(Debug, Default)]
pub struct Workloads {
    inventory: Inventory,
    /// Of each namespace the places of its workloads, and of its Services.
    homes: FxHashMap<SmolStr, [Range<usize>; 2]>,
    by_label: ByLabel,
    /// For each workload the places of the Services that lead to it, once asked for.
    leading: OnceLock<Vec<Vec<usize>>>,
}

impl Workloads {
    /// The workloads of this inventory.
    pub fn new(inventory: Inventory) -> Self {
        let labels = inventory.workloads.iter().map(|one| &one.labels);
        let by_label = ByLabel::of(labels);
        let mut homes: FxHashMap<SmolStr, [Range<usize>; 2]> = FxHashMap::default();
        let workloads = inventory.workloads.iter().map(|one| &one.namespace);
        for (namespace, places) in runs(workloads) {
            let [own, _] = homes.entry(namespace.clone()).or_default();
            *own = places;
        }
        let services = inventory.services.iter().map(|one| &one.namespace);
        for (namespace, places) in runs(services) {
            let [_, own] = homes.entry(namespace.clone()).or_default();
            *own = places;
        }
        Self {
            inventory,
            homes,
            by_label,
            leading: OnceLock::new(),
        }
    }

    /// All that the manifests declare.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// The workloads of this name: several where they are of several kinds, or where the manifests disagree
    /// about one.
    pub fn named(&self, namespace: &str, name: &str) -> &[Workload] {
        equal(self.of_namespace(namespace), |one| {
            one.name.as_str().cmp(name)
        })
    }

    /// The Services of this name: several where the manifests disagree about one.
    pub fn services_named(&self, namespace: &str, name: &str) -> &[Service] {
        equal(self.services_of(namespace), |one| {
            one.name.as_str().cmp(name)
        })
    }

    /// The workloads of a namespace.
    pub fn of_namespace(&self, namespace: &str) -> &[Workload] {
        let all = self.inventory.workloads.get(self.within(namespace));
        all.unwrap_or_default()
    }

    /// The Services of a namespace.
    pub fn services_of(&self, namespace: &str) -> &[Service] {
        let [_, places] = self.home(namespace);
        self.inventory.services.get(places).unwrap_or_default()
    }

    /// The namespaces of this name: several where the manifests disagree about it.
    pub fn namespaces_named(&self, name: &str) -> &[Namespace] {
        equal(&self.inventory.namespaces, |one| {
            one.name.as_str().cmp(name)
        })
    }

    /// What the labels of a namespace may be; nothing where none of the manifests declares it.
    pub fn labels_of_namespace(&self, name: &str) -> Vec<&Labels> {
        let namespaces = self.namespaces_named(name).iter();
        let declared = namespaces.filter(|one| one.place.is_some());
        declared.map(|one| &one.labels).collect()
    }

    /// Whether the manifests are those of a whole cluster, so that what they do not have does not exist.
    pub fn are_of_cluster(&self) -> bool {
        let (namespace, [home, service]) = OF_CLUSTER;
        let is_declared = !self.labels_of_namespace(namespace).is_empty();
        is_declared || !self.services_named(home, service).is_empty()
    }

    /// Whether the manifests have neither a workload nor a Service of a namespace.
    pub fn is_empty(&self, namespace: &str) -> bool {
        self.of_namespace(namespace).is_empty() && self.services_of(namespace).is_empty()
    }

    /// Whether something is known of what a namespace holds: something is in it, or everything is known.
    pub fn know(&self, namespace: &str) -> bool {
        !self.of_namespace(namespace).is_empty() || self.are_of_cluster()
    }

    /// The workloads with pods in this set, in their order. Labels that controllers make up are not known
    /// of any.
    pub fn matching(&self, pods: &Pods) -> Vec<&Workload> {
        let places = self.places(pods).into_iter();
        let found = places.filter_map(|at| self.inventory.workloads.get(at));
        found.collect()
    }

    /// The places of the workloads of a namespace.
    fn within(&self, namespace: &str) -> Range<usize> {
        let [places, _] = self.home(namespace);
        places
    }

    fn home(&self, namespace: &str) -> [Range<usize>; 2] {
        self.homes.get(namespace).cloned().unwrap_or_default()
    }

    fn places<'w>(&'w self, pods: &Pods) -> Vec<usize> {
        let all = self.inventory.workloads.as_slice();
        let only = pods.only_namespace();
        let within = only.map_or(0..all.len(), |name| self.within(name));
        let mut last: (Option<&SmolStr>, bool) = (None, false);
        let mut is_meant = |one: &'w Workload| {
            only.is_some() && !pods.asks_for_namespace_labels() || {
                if last.0.is_none_or(|last| *last != one.namespace) {
                    last = (
                        Some(&one.namespace),
                        self.is_meant(&one.namespace, &pods.namespace),
                    );
                }
                last.1
            }
        };
        let candidates = self.by_label.candidates(&pods.labels, within);
        let found = candidates.filter(|at| {
            let one = all.get(*at);
            one.is_some_and(|one| has(&pods.labels, &one.labels) && is_meant(one))
        });
        found.collect()
    }

    /// The name of the workload that just these pods are addressed by; nothing where it is of several.
    pub fn called(&self, namespace: &str, labels: &Selector) -> Option<&SmolStr> {
        let all = self.inventory.workloads.as_slice();
        let places = self.by_label.candidates(labels, self.within(namespace));
        let having = places.filter_map(|at| all.get(at)).filter(|one| {
            let own = one.selector.as_ref();
            own.is_some_and(|own| {
                own.len() == labels.requirements().len() && selector(own) == *labels
            })
        });
        let names: BTreeSet<&SmolStr> = having.map(|one| &one.name).collect();
        names.first().copied().filter(|_| names.len() == 1)
    }

    /// The workloads with pods behind a Service. A Service that asks for all labels by which a workload is
    /// addressed, and for more that no template has, leads to some of its pods: something labels those.
    pub fn behind(&self, service: &Service) -> Vec<&Workload> {
        let places = self.places_behind(service).into_iter();
        let found = places.filter_map(|at| self.inventory.workloads.get(at));
        found.collect()
    }

    fn places_behind(&self, service: &Service) -> Vec<usize> {
        let Some(pods) = pods_behind(service) else {
            return Vec::new();
        };
        let found = self.places(&pods);
        if !found.is_empty() {
            return found;
        }
        let here = self.of_namespace(&service.namespace).iter();
        let here = here.zip(self.within(&service.namespace));
        let led = here.filter(|(one, _)| {
            let addressed = one
                .selector
                .as_ref()
                .is_some_and(|own| is_within(own, service));
            addressed && asks_for_no_other(service, one)
        });
        led.map(|(_, at)| at).collect()
    }

    /// The Services that lead to pods of a workload.
    pub fn leading_to(&self, workload: &Workload) -> impl Iterator<Item = &Service> {
        let leading = self.leading.get_or_init(|| {
            let mut leading = vec![Vec::new(); self.inventory.workloads.len()];
            for (at, service) in self.inventory.services.iter().enumerate() {
                for place in self.places_behind(service) {
                    if let Some(services) = leading.get_mut(place) {
                        services.push(at);
                    }
                }
            }
            leading
        });
        let here = self.of_namespace(&workload.namespace);
        let before = here.partition_point(|one| one.name < workload.name);
        let named = self.named(&workload.namespace, &workload.name).iter();
        let mut named = named.zip(self.within(&workload.namespace).skip(before));
        let place = named.find(|(one, _)| *one == workload).map(|(_, at)| at);
        let services = place.and_then(|place| leading.get(place));
        let services = services.into_iter().flatten();
        services.filter_map(|at| self.inventory.services.get(*at))
    }

    /// The namespaces that a selector of them means.
    pub fn namespaces_matching(&self, selector: &Selector) -> impl Iterator<Item = &Namespace> {
        let all = self.inventory.namespaces.iter();
        all.filter(move |one| has(selector, &one.labels))
    }

    fn is_meant(&self, namespace: &str, selector: &Selector) -> bool {
        let mut named = self.namespaces_named(namespace).iter();
        named.any(|one| has(selector, &one.labels))
    }
}

/// Whether something with these labels is selected.
pub fn has(selector: &Selector, labels: &Labels) -> bool {
    selector.matches(|key| labels.get(key).map(AsRef::as_ref))
}

/// Whether a selector asks for a label that controllers make up, of which nothing is known.
pub fn asks_for_generated(selector: &Selector) -> bool {
    let mut asked = selector.requirements().iter();
    asked.any(|(key, _)| is_generated(key))
}

/// The pods that have all of these labels.
pub fn selector(labels: &Labels) -> Selector {
    labels
        .iter()
        .fold(Selector::everything(), |all, (key, value)| {
            all.with(key.clone(), Values::one_of([value.clone()]))
        })
}

/// The pods that a Service asks for, but for labels that controllers make up.
fn pods_behind(service: &Service) -> Option<Pods> {
    let asked = service.selector.as_ref()?.iter();
    let asked = asked.filter(|(key, _)| !is_generated(key));
    let asked: Labels = asked
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let pods = || Pods::in_namespace(service.namespace.clone(), selector(&asked));
    (!asked.is_empty()).then(pods)
}

/// Whether a Service asks for all of these labels.
fn is_within(labels: &Labels, service: &Service) -> bool {
    let asked = service.selector.as_ref();
    asked.is_some_and(|asked| {
        labels
            .iter()
            .all(|(key, value)| asked.get(key) == Some(value))
    })
}

/// Whether no label of a workload's pods is another one than a Service asks for.
fn asks_for_no_other(service: &Service, workload: &Workload) -> bool {
    let mut asked = service.selector.iter().flatten();
    asked.all(|(key, value)| workload.labels.get(key).is_none_or(|own| own == value))
}

/// Where equal values that follow each other stand.
fn runs<'a, T: PartialEq + 'a>(
    values: impl Iterator<Item = &'a T>,
) -> impl Iterator<Item = (&'a T, Range<usize>)> {
    let mut values = values.enumerate().peekable();
    std::iter::from_fn(move || {
        let (start, first) = values.next()?;
        let mut end = start + 1;
        while let Some((at, _)) = values.next_if(|(_, other)| *other == first) {
            end = at + 1;
        }
        Some((first, start..end))
    })
}

/// Those of a sorted list that compare equal.
fn equal<T>(sorted: &[T], key: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let start = sorted.partition_point(|one| key(one).is_lt());
    let rest = sorted.get(start..).unwrap_or_default();
    let end = rest.partition_point(|one| key(one).is_eq());
    rest.get(..end).unwrap_or_default()
}
