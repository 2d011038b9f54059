//! Unions of products with fewer products.

use std::collections::BTreeMap;
use std::mem;

use crate::sets::axis::Axis;
use crate::sets::flow::Flow;

/// How often all axes are tried. Each time can make products alike that were not before, but that
/// rarely happens more than once.
const ROUNDS: usize = 4;

/// The same union in normal form: sorted, no product empty or twice, and products that differ in
/// one dimension made one, as long as there are such.
///
/// It depends on the set of products only: what is merged is decided by equality alone, axis by
/// axis. Each round takes time about linear in the products and their requirements.
pub(super) fn merged(mut flows: Vec<Flow>) -> Vec<Flow> {
    flows.retain(|flow| !flow.is_empty());
    for _ in 0..ROUNDS {
        let before = flows.len();
        flows = merged_once(flows);
        if flows.len() == before {
            break;
        }
    }
    flows.sort_unstable();
    flows
}

/// Merges along each axis once: first ports, then the dimensions of the ends.
fn merged_once(flows: Vec<Flow>) -> Vec<Flow> {
    let mut slots: Vec<Option<Flow>> = flows.into_iter().map(Some).collect();
    let all: Vec<usize> = (0..slots.len()).collect();
    merge(&mut slots, &Axis::Ports, &all);
    let mut limited: BTreeMap<Axis, Vec<usize>> = BTreeMap::new();
    for (place, flow) in slots.iter().enumerate() {
        for axis in flow.iter().flat_map(Axis::of_ends) {
            limited.entry(axis).or_default().push(place);
        }
    }
    for (axis, places) in limited.iter().filter(|(_, places)| places.len() > 1) {
        merge(&mut slots, axis, places);
    }
    slots.into_iter().flatten().collect()
}

/// Merges the flows at these places that differ along `axis` at most, each group into its first.
fn merge(slots: &mut [Option<Flow>], axis: &Axis, places: &[usize]) {
    let flow_at = |place: usize| slots.get(place).and_then(Option::as_ref);
    let mut hashed: Vec<(u64, usize)> = places
        .iter()
        .filter_map(|&place| flow_at(place).map(|flow| (flow, place)))
        .filter(|(flow, _)| axis.limits(flow))
        .map(|(flow, place)| (axis.hash_of_rest(flow), place))
        .collect();
    hashed.sort_unstable();
    let mut unions: Vec<(Flow, Vec<usize>)> = Vec::new();
    for alike in hashed
        .chunk_by(|left, right| left.0 == right.0)
        .filter(|run| run.len() > 1)
    {
        let mut left: Vec<(&Flow, usize)> = alike
            .iter()
            .filter_map(|&(_, place)| Some((flow_at(place)?, place)))
            .collect();
        // One turn, but for a collision of hashes.
        while let Some(&(first, _)) = left.first() {
            let (group, others) = left
                .into_iter()
                .partition(|(flow, _)| axis.same_rest(first, flow));
            left = others;
            let (flows, places): (Vec<&Flow>, Vec<usize>) = Vec::into_iter(group).unzip();
            if flows.len() > 1 {
                unions.extend(axis.union(&flows).map(|union| (union, places)));
            }
        }
    }
    for (union, places) in unions {
        let mut union = Some(union);
        for place in places {
            if let Some(slot) = slots.get_mut(place) {
                *slot = mem::take(&mut union);
            }
        }
    }
}
