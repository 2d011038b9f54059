//! The peers of a rule, ready to match.

use std::net::IpAddr;

use super::address_ranges::AddressRanges;
use super::pod_sets::{BySize, PodSets};

/// The other end, as the rules of one end see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other {
    /// The pod that selectors may match.
    pub(super) pod: Option<usize>,
    /// What ipBlocks are asked about.
    pub(super) address: BlockAddress,
}

/// What an `ipBlock` is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) enum BlockAddress {
    /// Nothing: no block matches.
    Hidden,
    /// An address.
    Is(IpAddr),
    /// Whatever a block may hold.
    Anything,
}

impl BlockAddress {
    pub(super) fn is_in(self, ranges: &AddressRanges) -> bool {
        match self {
            BlockAddress::Hidden => false,
            BlockAddress::Is(address) => ranges.contains(address),
            BlockAddress::Anything => !ranges.is_empty(),
        }
    }
}

/// The peers of one rule: any of them will do (S13).
#[derive(Debug)]
pub(super) struct Peers {
    pub(super) pods: BySize<()>,
    pub(super) blocks: AddressRanges,
}

impl Peers {
    pub(super) fn hold(&self, other: &Other, sets: &PodSets) -> bool {
        let selected = |pod| self.pods.any_with(pod, sets, |()| true);
        other.pod.is_some_and(selected) || other.address.is_in(&self.blocks)
    }
}
