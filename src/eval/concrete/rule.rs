//! One rule of a policy, ready to match.

use super::peers::{Other, Peers};
use super::pod_sets::PodSets;
use super::ports::{AskedPort, Ports};

/// One rule: a peer and a port of it have to match (S12).
#[derive(Debug)]
pub(super) struct Rule {
    /// `None`: everyone, addresses too (S12).
    pub(super) peers: Option<Peers>,
    pub(super) ports: Ports,
}

impl Rule {
    pub(super) fn allows(&self, other: &Other, port: &AskedPort<'_>, sets: &PodSets) -> bool {
        self.ports.contains(port)
            && self
                .peers
                .as_ref()
                .is_none_or(|peers| peers.hold(other, sets))
    }
}
