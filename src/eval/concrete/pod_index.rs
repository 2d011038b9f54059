//! Which pods a selector selects.

use rustc_hash::FxHashMap;

use super::cluster::Cluster;
use super::interner::Interner;
use super::labels::Labels;
use super::selector::Selector;

/// A label as key and value.
type Label = (usize, usize);

/// The running pods (S41) of a cluster by namespace and label. All lists of pods are sorted.
#[derive(Debug)]
pub(super) struct PodIndex {
    namespaces: FxHashMap<String, usize>,
    namespace_labels: Vec<Labels>,
    /// For each pod its namespace and labels.
    pods: Vec<(usize, Labels)>,
    everyone: Holders,
    residents: Vec<Holders>,
}

/// Pods, and by label those that have it.
#[derive(Debug, Default)]
struct Holders {
    all: Vec<usize>,
    with: FxHashMap<Label, Vec<usize>>,
}

impl PodIndex {
    pub(super) fn new(cluster: &Cluster, words: &mut Interner) -> PodIndex {
        let mut index = PodIndex {
            namespaces: FxHashMap::default(),
            namespace_labels: Vec::new(),
            pods: Vec::new(),
            everyone: Holders::default(),
            residents: Vec::new(),
        };
        for (place, namespace) in cluster.namespaces().iter().enumerate() {
            index.namespaces.insert(namespace.name.clone(), place);
            let labels = Labels::new(&namespace.labels, words);
            index.namespace_labels.push(labels);
            index.residents.push(Holders::default());
        }
        for (place, pod) in cluster.pods().iter().enumerate() {
            let labels = Labels::new(&pod.labels, words);
            // INVARIANT: a cluster has the namespace of each of its pods.
            let namespace = index.namespaces.get(&pod.namespace).copied();
            let namespace = namespace.unwrap_or(usize::MAX);
            if !pod.finished {
                index.everyone.add(place, &labels);
                if let Some(residents) = index.residents.get_mut(namespace) {
                    residents.add(place, &labels);
                }
            }
            index.pods.push((namespace, labels));
        }
        index
    }

    /// The namespace of a name; `None` where it has no pods and is not declared.
    pub(super) fn namespace(&self, name: &str) -> Option<usize> {
        self.namespaces.get(name).copied()
    }

    /// The pods of one namespace that a selector selects.
    pub(super) fn in_namespace(&self, namespace: usize, selector: &Selector) -> Vec<usize> {
        let Some(residents) = self.residents.get(namespace) else {
            return Vec::new();
        };
        let candidates = residents.candidates(selector);
        self.matching(candidates, selector, |_| true)
    }

    /// The pods that `pods` selects, of the namespaces that `namespaces` selects (S13, S20).
    pub(super) fn in_namespaces(&self, namespaces: &Selector, pods: &Selector) -> Vec<usize> {
        let selected: Vec<bool> = self
            .namespace_labels
            .iter()
            .map(|labels| namespaces.matches(labels))
            .collect();
        let mut places = (0..).zip(&selected).filter(|(_, is_in)| **is_in);
        match (places.next(), places.next()) {
            (None, _) => Vec::new(),
            (Some((only, _)), None) => self.in_namespace(only, pods),
            _ => {
                let is_in = |place: usize| selected.get(place).copied().unwrap_or(false);
                self.matching(self.everyone.candidates(pods), pods, is_in)
            }
        }
    }

    fn matching(
        &self,
        mut candidates: Vec<usize>,
        selector: &Selector,
        is_in: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        candidates.retain(|pod| {
            let facts = self.pods.get(*pod);
            facts.is_some_and(|(namespace, labels)| is_in(*namespace) && selector.matches(labels))
        });
        candidates
    }
}

impl Holders {
    fn add(&mut self, pod: usize, labels: &Labels) {
        self.all.push(pod);
        for label in labels.pairs() {
            self.with.entry(label).or_default().push(pod);
        }
    }

    /// A list of pods, as short as can be had, that has all that the selector selects.
    fn candidates(&self, selector: &Selector) -> Vec<usize> {
        let lists = |key: usize, values: &[usize]| -> Vec<&[usize]> {
            let with = |value: &usize| self.with.get(&(key, *value)).map(Vec::as_slice);
            values.iter().filter_map(with).collect()
        };
        let options = selector.required().map(|(key, values)| lists(key, values));
        let size = |lists: &Vec<&[usize]>| lists.iter().map(|list| list.len()).sum::<usize>();
        let Some(lists) = options.min_by_key(size) else {
            return self.all.clone();
        };
        let mut pods = lists.concat();
        pods.sort_unstable();
        pods
    }
}
