//! The policies that isolate the same pods in one direction, as one.

use std::collections::BTreeMap;

use super::address_ranges::{AddressRanges, Range};
use super::peers::Other;
use super::pod_sets::{BySize, PodSetInterner, PodSets, SetId};
use super::ports::{AskedPort, Ports};

/// What all rules of some policies allow together (S3), by peer instead of by rule.
#[derive(Debug)]
pub(super) struct Group {
    /// The policies, in order.
    pub(super) policies: Vec<usize>,
    /// For everyone.
    everyone: Ports,
    pods: BySize<Ports>,
    blocks: Vec<(Ports, AddressRanges)>,
}

impl Group {
    /// Whether some rule of some policy allows it.
    pub(super) fn allows(&self, other: &Other, port: &AskedPort<'_>, sets: &PodSets) -> bool {
        let selected = |pod| self.pods.any_with(pod, sets, |ports| ports.contains(port));
        let holds = |(ports, ranges): &(Ports, AddressRanges)| {
            other.address.is_in(ranges) && ports.contains(port)
        };
        self.everyone.contains(port)
            || other.pod.is_some_and(selected)
            || self.blocks.iter().any(holds)
    }

    /// Whether a rule allows the port to everyone.
    pub(super) fn opens_to_everyone(&self, port: &AskedPort<'_>) -> bool {
        self.everyone.contains(port)
    }

    /// Whether a rule allows the port to some ipBlock.
    pub(super) fn opens_to_a_block(&self, port: &AskedPort<'_>) -> bool {
        self.blocks.iter().any(|(ports, _)| ports.contains(port))
    }

    /// Whether there is any ipBlock.
    pub(super) fn has_blocks(&self) -> bool {
        !self.blocks.is_empty()
    }
}

/// A group while its rules are collected.
#[derive(Debug, Default)]
pub(super) struct GroupBuilder {
    policies: Vec<usize>,
    everyone: Vec<Ports>,
    pods: BTreeMap<SetId, Vec<Ports>>,
    blocks: BTreeMap<Ports, Vec<Range>>,
}

impl GroupBuilder {
    pub(super) fn add_policy(&mut self, policy: usize) {
        self.policies.push(policy);
    }

    pub(super) fn add_everyone(&mut self, ports: Ports) {
        self.everyone.push(ports);
    }

    pub(super) fn add_pods(&mut self, set: SetId, ports: Ports) {
        self.pods.entry(set).or_default().push(ports);
    }

    pub(super) fn add_blocks(&mut self, ranges: &[Range], ports: Ports) {
        if !ranges.is_empty() {
            self.blocks.entry(ports).or_default().extend(ranges);
        }
    }

    pub(super) fn finish(self, sets: &PodSetInterner) -> Group {
        let unite = |(set, ports): (SetId, Vec<Ports>)| (set, Ports::union(&ports));
        let merge = |(ports, ranges)| (ports, AddressRanges::new(ranges));
        Group {
            policies: self.policies,
            everyone: Ports::union(&self.everyone),
            pods: sets.split(self.pods.into_iter().map(unite).collect()),
            blocks: self.blocks.into_iter().map(merge).collect(),
        }
    }
}
