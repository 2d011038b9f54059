//! The labels of one object, as numbers.

use std::collections::BTreeMap;

use super::interner::Interner;

/// Pairs of key and value, sorted by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Labels(Vec<(usize, usize)>);

impl Labels {
    pub(super) fn new(labels: &BTreeMap<String, String>, words: &mut Interner) -> Labels {
        let mut pairs: Vec<_> = labels
            .iter()
            .map(|(key, value)| (words.id(key), words.id(value)))
            .collect();
        pairs.sort_unstable();
        Labels(pairs)
    }

    /// The value under a key.
    pub(super) fn value(&self, key: usize) -> Option<usize> {
        let place = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.0.get(place).map(|(_, value)| *value)
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.0.iter().copied()
    }
}
