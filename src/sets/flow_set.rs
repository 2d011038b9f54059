//! Unions of flows.

use std::collections::HashSet;

use crate::sets::budget::{Budget, TooComplex};
use crate::sets::flow::Flow;
use crate::sets::flow_index::FlowIndex;
use crate::sets::flow_point::FlowPoint;
use crate::sets::merging::merged;

/// A set of connections: a union of products, which may overlap.
///
/// In normal form: sorted, no product empty or twice, and products that differ in one dimension
/// made one, unless it was made [of parts](FlowSet::from_parts). It depends on the products only and not on their order, but a set may have several
/// normal forms: whether two sets are equal is what [`FlowSet::minus`] says.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowSet {
    flows: Vec<Flow>,
}

impl FlowSet {
    /// No connection.
    pub const fn empty() -> FlowSet {
        FlowSet { flows: Vec::new() }
    }

    /// The connections in one of these products at least.
    pub fn from_flows(flows: impl IntoIterator<Item = Flow>) -> FlowSet {
        FlowSet {
            flows: merged(flows.into_iter().collect()),
        }
    }

    /// The connections in one of these products at least, which are kept as they are: of those that have
    /// been told apart, putting some together again helps nobody.
    pub fn from_parts(flows: impl IntoIterator<Item = Flow>) -> FlowSet {
        let mut flows: Vec<Flow> = flows.into_iter().filter(|flow| !flow.is_empty()).collect();
        flows.sort_unstable();
        flows.dedup();
        FlowSet { flows }
    }

    /// Adds the connections of a product. It takes time linear in the set, so many are better
    /// added at once: [`FlowSet::from_flows`], or [`Extend`].
    pub fn insert(&mut self, flow: Flow) {
        self.extend([flow]);
    }

    /// Keeps the products of the normal form that are wanted.
    pub fn retain(&mut self, wanted: impl FnMut(&Flow) -> bool) {
        self.flows.retain(wanted);
    }

    /// The products of the normal form.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// Whether there is no connection in the set.
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }

    /// Whether this connection is in the set.
    pub fn contains(&self, point: &FlowPoint) -> bool {
        self.flows.iter().any(|flow| flow.contains(point))
    }

    /// The connections in one of them at least.
    pub fn union(&self, other: &FlowSet) -> FlowSet {
        FlowSet::from_flows(self.flows.iter().chain(&other.flows).cloned())
    }

    /// The connections in both.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn and(&self, other: &FlowSet, budget: &mut Budget) -> Result<FlowSet, TooComplex> {
        let index = FlowIndex::new(&other.flows);
        let mut shared = Vec::new();
        for flow in &self.flows {
            budget.spend(1)?;
            for others in index.meeting(flow) {
                budget.spend(1)?;
                shared.extend(flow.and(others, budget)?);
            }
        }
        Ok(FlowSet::from_flows(shared))
    }

    /// The connections in this set that are not in the other.
    ///
    /// Products that both have cancel out first. From each of the rest, the products of the other
    /// that meet it are taken away.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn minus(&self, other: &FlowSet, budget: &mut Budget) -> Result<FlowSet, TooComplex> {
        let equal: HashSet<&Flow> = other.flows.iter().collect();
        let rest: Vec<&Flow> = self
            .flows
            .iter()
            .filter(|flow| !equal.contains(flow))
            .collect();
        if rest.is_empty() {
            return Ok(FlowSet::empty());
        }
        let index = FlowIndex::new(&other.flows);
        let mut left = Vec::new();
        for flow in rest {
            left.extend(remainder(flow, &index, budget)?);
        }
        Ok(FlowSet::from_flows(left))
    }

    /// Whether all connections in this set are in the other.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn is_subset(&self, other: &FlowSet, budget: &mut Budget) -> Result<bool, TooComplex> {
        Ok(self.minus(other, budget)?.is_empty())
    }

    /// Whether a connection is in both.
    pub fn meets(&self, other: &FlowSet) -> bool {
        let index = FlowIndex::new(&other.flows);
        self.flows
            .iter()
            .any(|flow| index.meeting(flow).next().is_some())
    }

    /// One connection of the set, always the same one.
    pub fn witness(&self) -> Option<FlowPoint> {
        self.flows.first().and_then(Flow::witness)
    }
}

impl Extend<Flow> for FlowSet {
    fn extend<I: IntoIterator<Item = Flow>>(&mut self, flows: I) {
        let mut all = std::mem::take(&mut self.flows);
        all.extend(flows);
        self.flows = merged(all);
    }
}

impl FromIterator<Flow> for FlowSet {
    fn from_iter<I: IntoIterator<Item = Flow>>(flows: I) -> FlowSet {
        FlowSet::from_flows(flows)
    }
}

/// What the indexed products leave of `flow`, as disjoint products.
fn remainder(
    flow: &Flow,
    index: &FlowIndex<'_>,
    budget: &mut Budget,
) -> Result<Vec<Flow>, TooComplex> {
    budget.spend(1)?;
    let mut others = Vec::new();
    for met in index.meeting(flow) {
        budget.spend(1)?;
        others.push((cuts(flow, met), met));
    }
    // Those that cut along few dimensions come first, since they make the fewest pieces: one that
    // covers all leaves nothing to do.
    others.sort_by_key(|(cuts, _)| *cuts);
    let mut pieces = vec![flow.clone()];
    for (_, other) in others {
        pieces = other.cut_from(&pieces, budget)?;
        if pieces.is_empty() {
            break;
        }
    }
    Ok(pieces)
}

/// In how many of its three dimensions `flow` sticks out of the other, as far as can be seen at a
/// glance.
fn cuts(flow: &Flow, other: &Flow) -> usize {
    usize::from(!flow.source().is_subset(other.source()))
        + usize::from(!flow.target().is_subset(other.target()))
        + usize::from(!flow.ports().is_plainly_within(other.ports()))
}
