//! Goldens that can be on one server together: a run of kubectl costs as much for one as for fifty.

use std::collections::BTreeSet;

use crate::oracles::server::golden::{Golden, Id};

/// Puts each golden into the first batch that has none of its objects.
pub(crate) fn batches(goldens: &[Golden]) -> Vec<Vec<&Golden>> {
    let mut batches: Vec<(BTreeSet<&Id>, Vec<&Golden>)> = Vec::new();
    for golden in goldens {
        let free = |taken: &BTreeSet<&Id>| golden.objects.keys().all(|id| !taken.contains(id));
        let at = batches.iter().position(|(taken, _)| free(taken));
        let at = at.unwrap_or_else(|| {
            batches.push(Default::default());
            batches.len() - 1
        });
        batches[at].0.extend(golden.objects.keys());
        batches[at].1.push(golden);
    }
    batches.into_iter().map(|(_, goldens)| goldens).collect()
}
