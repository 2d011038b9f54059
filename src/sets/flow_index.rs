//! Many flows, asked for those that meet one.

use crate::sets::end::End;
use crate::sets::flow::Flow;
use crate::sets::pods_index::PodsIndex;

/// Flows, found by whichever of their ends is the more selective.
#[derive(Clone, Debug)]
pub(super) struct FlowIndex<'a> {
    flows: &'a [Flow],
    sources: EndIndex,
    targets: EndIndex,
}

/// Ends of flows, by their place in the list of flows.
#[derive(Clone, Debug, Default)]
struct EndIndex {
    pods: PodsIndex<usize>,
    addresses: Vec<usize>,
}

impl<'a> FlowIndex<'a> {
    pub(super) fn new(flows: &'a [Flow]) -> FlowIndex<'a> {
        let (mut sources, mut targets) = (EndIndex::default(), EndIndex::default());
        for (place, flow) in flows.iter().enumerate() {
            sources.insert(flow.source(), place);
            targets.insert(flow.target(), place);
        }
        FlowIndex {
            flows,
            sources,
            targets,
        }
    }

    /// The flows that share a connection with `asked`, in their order.
    pub(super) fn meeting(&self, asked: &'a Flow) -> impl Iterator<Item = &'a Flow> {
        let by_source = self.sources.cost(asked.source()) < self.targets.cost(asked.target());
        let places = if by_source {
            self.sources.meeting(asked.source())
        } else {
            self.targets.meeting(asked.target())
        };
        let found = places.into_iter().filter_map(|place| self.flows.get(place));
        found.filter(|flow| flow.meets(asked))
    }
}

impl EndIndex {
    fn insert(&mut self, end: &End, place: usize) {
        match end {
            End::Pods(pods) => self.pods.insert(pods.clone(), place),
            End::Addresses(_) => self.addresses.push(place),
        }
    }

    fn cost(&self, asked: &End) -> usize {
        match asked {
            End::Pods(pods) => self.pods.meeting_cost(pods),
            End::Addresses(_) => self.addresses.len(),
        }
    }

    fn meeting(&self, asked: &End) -> Vec<usize> {
        match asked {
            End::Pods(pods) => self.pods.meeting(pods).map(|(_, place)| *place).collect(),
            End::Addresses(_) => self.addresses.clone(),
        }
    }
}
