//! What isolates the pods of an end.

use std::collections::{BTreeMap, BTreeSet};

use crate::sets::{End, Pods};
use crate::why::answer::Side;
use crate::why::place::Place;

/// Against how many of the widest the others are held: they are few, and what they leave is shown cut.
const WIDEST: usize = 16;

/// What isolates pods of a side, without what isolates only some of those that another one does. Each comes
/// with a number, the same for all that isolate just the same pods.
pub(super) fn isolators(side: &Side) -> Vec<(Place, usize)> {
    let mut extents: BTreeMap<Place, BTreeSet<&Pods>> = BTreeMap::new();
    for met in &side.isolated {
        if let End::Pods(pods) = side.direction.own_end(&met.flow) {
            extents.entry(met.cause).or_default().insert(pods);
        }
    }
    let extents = extents.into_iter();
    let extents: BTreeMap<Place, Vec<&Pods>> = extents
        .map(|(place, pods)| (place, pods.into_iter().collect()))
        .collect();
    let mut widest: Vec<&Vec<&Pods>> = extents.values().collect();
    widest.sort_by_key(|extent| narrowness(extent));
    widest.dedup();
    widest.truncate(WIDEST);
    let kept = extents
        .iter()
        .enumerate()
        .filter_map(|(at, (place, extent))| {
            let mut wider = widest.iter().filter(|wide| is_within(extent, wide));
            if wider.clone().any(|wide| !is_within(wide, extent)) {
                return None;
            }
            let equal = wider
                .next()
                .and_then(|equal| widest.iter().position(|wide| wide == equal));
            Some((*place, equal.unwrap_or(WIDEST + at)))
        });
    kept.collect()
}

/// How much is asked of pods.
fn narrowness(extent: &[&Pods]) -> usize {
    let asked = extent.iter().map(|pods| {
        let labels = pods.labels.requirements().len();
        labels + pods.namespace.requirements().len()
    });
    asked.min().unwrap_or(usize::MAX)
}

fn is_within(extent: &[&Pods], wide: &[&Pods]) -> bool {
    let mut pods = extent.iter();
    pods.all(|pods| wide.iter().any(|wide| pods.is_subset(wide)))
}
