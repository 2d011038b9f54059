//! Many sets of pods, asked for those that cover or meet one.

use std::collections::BTreeMap;

use crate::sets::pods::Pods;
use crate::sets::selector::Selector;
use crate::sets::selector_index::SelectorIndex;

/// Sets of pods with something attached to each, found by namespace first and then by labels.
#[derive(Clone, Debug)]
pub struct PodsIndex<T> {
    entries: Vec<(Pods, T)>,
    /// The groups, of the entries with one and the same namespace selector.
    namespaces: SelectorIndex<usize>,
    group_of: BTreeMap<Selector, usize>,
    /// Of each group, the labels of its entries and where they stand in the list of entries.
    groups: Vec<SelectorIndex<usize>>,
}

impl<T> PodsIndex<T> {
    /// An index of nothing.
    pub const fn new() -> PodsIndex<T> {
        PodsIndex {
            entries: Vec::new(),
            namespaces: SelectorIndex::new(),
            group_of: BTreeMap::new(),
            groups: Vec::new(),
        }
    }

    /// Adds a set of pods.
    pub fn insert(&mut self, pods: Pods, attached: T) {
        let known = self.group_of.get(&pods.namespace).copied();
        let group = known.unwrap_or_else(|| {
            let group = self.groups.len();
            self.groups.push(SelectorIndex::new());
            self.namespaces.insert(pods.namespace.clone(), group);
            self.group_of.insert(pods.namespace.clone(), group);
            group
        });
        if let Some(labels) = self.groups.get_mut(group) {
            labels.insert(pods.labels.clone(), self.entries.len());
        }
        self.entries.push((pods, attached));
    }

    /// The sets that hold all pods of `asked`, in the order they were inserted.
    pub fn covering(&self, asked: &Pods) -> impl Iterator<Item = (&Pods, &T)> {
        let mut places = Vec::new();
        for (_, group) in self.namespaces.covering(&asked.namespace) {
            if let Some(labels) = self.groups.get(*group) {
                places.extend(labels.covering(&asked.labels).map(|(_, place)| *place));
            }
        }
        self.at(places)
    }

    /// The sets that hold a pod of `asked`, in the order they were inserted.
    pub fn meeting(&self, asked: &Pods) -> impl Iterator<Item = (&Pods, &T)> {
        let mut places = Vec::new();
        for labels in self.groups_meeting(asked) {
            places.extend(labels.meeting(&asked.labels).map(|(_, place)| *place));
        }
        self.at(places)
    }

    /// How many sets [`PodsIndex::meeting`] would look at; some are counted twice.
    pub(super) fn meeting_cost(&self, asked: &Pods) -> usize {
        self.groups_meeting(asked)
            .map(|labels| labels.meeting_cost(&asked.labels))
            .sum()
    }

    fn groups_meeting<'a>(
        &'a self,
        asked: &'a Pods,
    ) -> impl Iterator<Item = &'a SelectorIndex<usize>> {
        let met = self.namespaces.meeting(&asked.namespace);
        met.filter_map(|(_, group)| self.groups.get(*group))
    }

    fn at(&self, mut places: Vec<usize>) -> impl Iterator<Item = (&Pods, &T)> {
        places.sort_unstable();
        let found = places
            .into_iter()
            .filter_map(|place| self.entries.get(place));
        found.map(|(pods, attached)| (pods, attached))
    }
}

impl<T> Default for PodsIndex<T> {
    fn default() -> PodsIndex<T> {
        PodsIndex::new()
    }
}

impl<T> FromIterator<(Pods, T)> for PodsIndex<T> {
    fn from_iter<I: IntoIterator<Item = (Pods, T)>>(entries: I) -> PodsIndex<T> {
        let mut index = PodsIndex::new();
        for (pods, attached) in entries {
            index.insert(pods, attached);
        }
        index
    }
}
