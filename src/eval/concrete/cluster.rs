//! What policies are evaluated over: namespaces, nodes and pods.

use std::collections::{BTreeMap, BTreeSet};

use super::namespace::Namespace;
use super::node::Node;
use super::pod::Pod;

/// The place of a pod in its cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PodId(pub usize);

/// The namespaces, nodes and pods at one moment, after everything has settled (S42).
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    namespaces: Vec<Namespace>,
    nodes: Vec<Node>,
    pods: Vec<Pod>,
    places: BTreeMap<String, BTreeMap<String, PodId>>,
}

impl Cluster {
    /// A cluster; never fails. Every namespace gets the label of its name (S18), and those that only a
    /// pod mentions exist too. Of several namespaces of one name the last one counts.
    pub fn new(namespaces: Vec<Namespace>, nodes: Vec<Node>, pods: Vec<Pod>) -> Cluster {
        let mut by_name: BTreeMap<String, Namespace> = BTreeMap::new();
        for namespace in namespaces {
            by_name.insert(namespace.name.clone(), namespace.stored());
        }
        let mentioned: BTreeSet<&str> = pods.iter().map(|pod| pod.namespace.as_str()).collect();
        for name in mentioned {
            if !by_name.contains_key(name) {
                let name = name.to_owned();
                let labels = BTreeMap::new();
                by_name.insert(name.clone(), Namespace { name, labels }.stored());
            }
        }
        let mut places: BTreeMap<String, BTreeMap<String, PodId>> = BTreeMap::new();
        for (place, pod) in pods.iter().enumerate() {
            let inner = places.entry(pod.namespace.clone()).or_default();
            inner.entry(pod.name.clone()).or_insert(PodId(place));
        }
        Cluster {
            namespaces: by_name.into_values().collect(),
            nodes,
            pods,
            places,
        }
    }

    /// All namespaces, by name, with their labels as the API server stores them (S18).
    pub fn namespaces(&self) -> &[Namespace] {
        &self.namespaces
    }

    /// The declared nodes.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All pods, in the order they were given; a [`PodId`] is a place in it.
    pub fn pods(&self) -> &[Pod] {
        &self.pods
    }

    /// One pod.
    pub fn pod(&self, id: PodId) -> Option<&Pod> {
        self.pods.get(id.0)
    }

    /// The (first) pod of this namespace and name.
    pub fn find(&self, namespace: &str, name: &str) -> Option<PodId> {
        self.places.get(namespace)?.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        of.iter().map(owned).collect()
    }

    #[test]
    fn namespaces_carry_their_name_even_against_their_author() {
        let shop = Namespace {
            name: "shop".to_owned(),
            labels: labels(&[("team", "a"), ("kubernetes.io/metadata.name", "bank")]),
        };
        let pod = Pod {
            namespace: "dev".to_owned(),
            name: "p".to_owned(),
            ..Pod::default()
        };
        let cluster = Cluster::new(vec![shop], Vec::new(), vec![pod]);
        let found: Vec<_> = cluster.namespaces().iter().map(|one| &one.labels).collect();
        assert_eq!(
            found,
            [
                &labels(&[("kubernetes.io/metadata.name", "dev")]),
                &labels(&[("team", "a"), ("kubernetes.io/metadata.name", "shop")]),
            ]
        );
        assert_eq!(cluster.find("dev", "p"), Some(PodId(0)));
        assert_eq!(cluster.find("shop", "p"), None);
    }
}
