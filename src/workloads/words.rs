//! The words by which pods are told apart.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::sets::{End, NAMESPACE_NAME, Pods, Ports, Protocol, Selector};

/// What some policies and questions ask of pods; all else of a pod does not matter to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The keys of labels of pods.
    pub labels: BTreeSet<SmolStr>,
    /// The keys of labels of namespaces, but that of their name.
    pub namespaces: BTreeSet<SmolStr>,
    /// The names of ports.
    pub ports: BTreeSet<(Protocol, SmolStr)>,
}

impl Words {
    /// Adds what a selector of pods asks for.
    pub fn add_labels(&mut self, labels: &Selector) {
        add_keys(&mut self.labels, labels);
    }

    /// Adds what is asked of some pods and of their namespaces.
    pub fn add_pods(&mut self, pods: &Pods) {
        add_keys(&mut self.labels, &pods.labels);
        add_keys(&mut self.namespaces, &pods.namespace);
        self.namespaces.remove(NAMESPACE_NAME);
    }

    /// Adds what is asked of an end.
    pub fn add_end(&mut self, end: &End) {
        if let End::Pods(pods) = end {
            self.add_pods(pods);
        }
    }

    /// Adds the names that ports ask for.
    pub fn add_ports(&mut self, ports: &Ports) {
        for cube in ports.cubes() {
            let names = cube.names().iter();
            let names = names.map(|(name, _)| (cube.protocol(), name.clone()));
            self.ports.extend(names);
        }
    }
}

fn add_keys(keys: &mut BTreeSet<SmolStr>, selector: &Selector) {
    for (key, _) in selector.requirements() {
        if !keys.contains(key) {
            keys.insert(key.clone());
        }
    }
}
