//! Which workloads have which labels.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::k8s::inventory::Labels;
use crate::sets::Selector;

/// For each label the places of those that have it, sorted.
#[derive(Debug, Default)]
pub(super) struct ByLabel {
    places: FxHashMap<SmolStr, FxHashMap<SmolStr, Vec<usize>>>,
}

impl ByLabel {
    /// An index of things with these labels, in their order.
    pub(super) fn of<'l>(labels: impl Iterator<Item = &'l Labels>) -> Self {
        let mut places: FxHashMap<SmolStr, FxHashMap<SmolStr, Vec<usize>>> = FxHashMap::default();
        for (at, labels) in labels.enumerate() {
            for (key, value) in labels {
                let values = places.entry(key.clone()).or_default();
                values.entry(value.clone()).or_default().push(at);
            }
        }
        Self { places }
    }

    /// All places `within` a range, in their order, where a selector may hold: those with the rarest of
    /// the labels that it lists.
    pub(super) fn candidates(
        &self,
        selector: &Selector,
        within: Range<usize>,
    ) -> Box<dyn Iterator<Item = usize> + '_> {
        let requirements = selector.requirements().iter();
        let listing = requirements.filter(|(_, values)| values.is_finite() && !values.has_absent());
        let lists = listing.map(|(key, values)| {
            let known = self.places.get(key);
            let lists = values.listed().iter().filter_map(|value| {
                let places = known?.get(value)?;
                let start = places.partition_point(|at| *at < within.start);
                let end = places.partition_point(|at| *at < within.end);
                places.get(start..end)
            });
            lists.collect::<Vec<&[usize]>>()
        });
        let rarest = lists.min_by_key(|lists| lists.iter().map(|one| one.len()).sum::<usize>());
        match rarest.as_deref() {
            None => Box::new(within),
            Some([only]) => Box::new(only.iter().copied()),
            // One that has one of the values has no other.
            Some(lists) => {
                let mut all = lists.concat();
                all.sort_unstable();
                Box::new(all.into_iter())
            }
        }
    }
}
