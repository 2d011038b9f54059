//! One way to read all that Kubernetes leaves open.

use super::caveat::Caveat;
use super::reading::Reading;

/// The questions that a connection may be read either way on; each has the caveat that tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// An `ipBlock` matches pods (S34).
    BlocksMatchPods,
    /// Pods on their node's network are pods (S40).
    HostPodsArePods,
    /// Egress to the own node is for policies to decide (S39).
    OwnNodeEgressIsJudged,
    /// Names that init containers and sidecars give to ports count (S28).
    InitPortsCount,
    /// Of a name given twice, the first counts alone (S27).
    FirstPortOnly,
    /// A pod's connection to itself is for policies to decide (S37).
    LoopbackIsJudged,
    /// An end without known addresses matches every `ipBlock`.
    UnknownAddressesMatch,
}

impl Choice {
    /// Every choice, in the order of their caveats.
    pub(super) const ALL: [Choice; 7] = [
        Choice::BlocksMatchPods,
        Choice::HostPodsArePods,
        Choice::OwnNodeEgressIsJudged,
        Choice::InitPortsCount,
        Choice::FirstPortOnly,
        Choice::LoopbackIsJudged,
        Choice::UnknownAddressesMatch,
    ];

    /// What to say where the answer hangs on this choice.
    pub(super) const fn caveat(self) -> Caveat {
        match self {
            Choice::BlocksMatchPods => Caveat::PodAddresses,
            Choice::HostPodsArePods => Caveat::HostNetwork,
            Choice::OwnNodeEgressIsJudged => Caveat::OwnNodeEgress,
            Choice::InitPortsCount => Caveat::InitContainerPort,
            Choice::FirstPortOnly => Caveat::RepeatedPortName,
            Choice::LoopbackIsJudged => Caveat::Loopback,
            Choice::UnknownAddressesMatch => Caveat::UnknownAddress,
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The choices that are made; the others are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices(u8);

impl Choices {
    /// The choices of a reading.
    pub(super) fn of(reading: &Reading) -> Choices {
        let mut choices = Choices::default();
        if reading.blocks_match_pods {
            choices = choices.with(Choice::BlocksMatchPods);
        }
        if reading.host_pods_are_pods {
            choices = choices.with(Choice::HostPodsArePods);
        }
        if !reading.own_node_egress {
            choices = choices.with(Choice::OwnNodeEgressIsJudged);
        }
        choices
    }

    pub(super) const fn has(self, choice: Choice) -> bool {
        self.0 & choice.bit() != 0
    }

    pub(super) const fn with(self, choice: Choice) -> Choices {
        Choices(self.0 | choice.bit())
    }

    /// These, with those of `flipped` the other way round.
    pub(super) const fn flip(self, flipped: Choices) -> Choices {
        Choices(self.0 ^ flipped.0)
    }

    /// Whether all of these are among `others`.
    pub(super) const fn is_subset(self, others: Choices) -> bool {
        self.0 & !others.0 == 0
    }

    pub(super) const fn union(self, others: Choices) -> Choices {
        Choices(self.0 | others.0)
    }

    pub(super) const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Every set of choices that is part of this one, the smallest first; the empty one is left out.
    pub(super) fn subsets(self) -> Vec<Choices> {
        let mut subsets: Vec<Choices> = (1..=self.0)
            .map(Choices)
            .filter(|subset| subset.is_subset(self))
            .collect();
        subsets.sort_by_key(|subset| subset.count());
        subsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_begin_with_single_choices() {
        let choices = Choices::default()
            .with(Choice::HostPodsArePods)
            .with(Choice::LoopbackIsJudged)
            .with(Choice::UnknownAddressesMatch);
        let sizes: Vec<u32> = choices.subsets().into_iter().map(Choices::count).collect();
        assert_eq!(sizes, [1, 1, 1, 2, 2, 2, 3]);
    }
}
