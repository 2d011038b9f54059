//! The pods of one workload as sets.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::k8s::inventory::{ContainerKind, Labels, Workload, is_generated};
use crate::sets::{Pods, Ports, Protocol, Selector, Values};
use crate::workloads::{Words, Workloads, protocol};

impl Workloads {
    /// The pods of a workload, as far as `words` tell pods apart; a set for each possibility of what the
    /// labels of its namespace are. Labels that controllers make up, and those of a namespace that is not
    /// declared, may be any.
    pub fn pods_of(&self, workload: &Workload, words: &Words) -> Vec<Pods> {
        let keys = words.labels.iter().filter(|key| !is_generated(key));
        let labels = exactly(Selector::everything(), keys, &workload.labels);
        let namespaces = self.namespace(&workload.namespace, words).into_iter();
        let pods = namespaces.map(|namespace| Pods::new(namespace, labels.clone()));
        pods.collect()
    }

    /// A namespace, as far as `words` tell it from others: for each possibility of what its labels are.
    pub fn namespace(&self, name: &SmolStr, words: &Words) -> Vec<Selector> {
        let value = Values::one_of([name.clone()]);
        let named = Selector::namespaces(value);
        let known = self.labels_of_namespace(name);
        if known.is_empty() || words.namespaces.is_empty() {
            return vec![named];
        }
        let namespaces = known
            .into_iter()
            .map(|known| exactly(named.clone(), words.namespaces.iter(), known));
        let namespaces: BTreeSet<Selector> = namespaces.collect();
        namespaces.into_iter().collect()
    }
}

/// The ports of a workload's pods, with the names that they have, as far as `words` ask for these. Whether
/// the names count that init containers and sidecars give is open (S28): they may.
pub fn ports_of(workload: &Workload, words: &Words) -> Ports {
    let named = |is_app: bool| {
        let containers = workload.containers.iter();
        let containers = containers.filter(move |one| (one.kind == ContainerKind::App) == is_app);
        let ports = containers.flat_map(|one| &one.ports);
        ports.filter_map(|port| Some((protocol(port.protocol), port.number, port.name.as_ref()?)))
    };
    Ports::of_pod(&words.ports, named(true), named(false))
}

/// The ports of which it is open whether they have these names.
pub fn open_names(workload: &Workload) -> BTreeSet<(Protocol, u16, SmolStr)> {
    let named = |is_app: bool| {
        let containers = workload.containers.iter();
        let containers = containers.filter(move |one| (one.kind == ContainerKind::App) == is_app);
        let ports = containers.flat_map(|one| &one.ports);
        ports.filter_map(|port| Some((protocol(port.protocol), port.number, port.name.clone()?)))
    };
    let certain: BTreeSet<(Protocol, u16, SmolStr)> = named(true).collect();
    named(false).filter(|one| !certain.contains(one)).collect()
}

/// What has just these labels under some keys.
fn exactly<'k>(
    all: Selector,
    keys: impl Iterator<Item = &'k SmolStr>,
    labels: &Labels,
) -> Selector {
    keys.fold(all, |all, key| {
        let values = match labels.get(key) {
            Some(value) => Values::one_of([value.clone()]),
            None => Values::absent(),
        };
        all.with(key.clone(), values)
    })
}
