//! One end of a connection, with its identity decided.

use std::net::IpAddr;

/// Who an end is (S36, S40).
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The pod that it is, whether policies see it as one or not.
    pub(super) pod: Option<usize>,
    /// The pod that policies see: selectors match it, and its own policies isolate it.
    pub(super) seen: Option<usize>,
    /// The node that it is or runs on.
    pub(super) node: Option<usize>,
    /// Whether its traffic is that of its node: an address of it, or a pod on its network.
    pub(super) on_host: bool,
    pub(super) addresses: Addresses,
}

impl End {
    /// Whether both are one pod (S37).
    pub(super) fn is_same_pod(&self, other: &End) -> bool {
        self.pod.is_some() && self.pod == other.pod
    }

    /// Whether this is the node that the pod `other` runs on (S38).
    pub(super) fn is_node_of(&self, other: &End) -> bool {
        self.on_host && self.node.is_some() && self.node == other.node
    }
}

/// The address in each family, where known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Addresses {
    pub(super) v4: Option<IpAddr>,
    pub(super) v6: Option<IpAddr>,
}

impl Addresses {
    /// The first of each family.
    pub(super) fn first_of(addresses: &[IpAddr]) -> Addresses {
        let mut canonical = addresses.iter().map(IpAddr::to_canonical);
        Addresses {
            v4: canonical.clone().find(IpAddr::is_ipv4),
            v6: canonical.find(IpAddr::is_ipv6),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.v4.is_none() && self.v6.is_none()
    }

    /// One of these, by family.
    pub(super) fn only_v4(self) -> Addresses {
        Addresses {
            v4: self.v4,
            v6: None,
        }
    }

    /// One of these, by family.
    pub(super) fn only_v6(self) -> Addresses {
        Addresses {
            v4: None,
            v6: self.v6,
        }
    }

    /// Those of these that a connection with the other end may use (S44): of the families that both
    /// have. An end without known addresses may have any family; where both are known and share
    /// none, all of these.
    pub(super) fn met_by(self, other: Addresses) -> Addresses {
        if other.is_empty() {
            return self;
        }
        let shared = Addresses {
            v4: self.v4.filter(|_| other.v4.is_some()),
            v6: self.v6.filter(|_| other.v6.is_some()),
        };
        if shared.is_empty() { self } else { shared }
    }

    /// Whether both are known, and no family is in both.
    pub(super) fn are_apart(self, other: Addresses) -> bool {
        let shared =
            (self.v4.is_some() && other.v4.is_some()) || (self.v6.is_some() && other.v6.is_some());
        !self.is_empty() && !other.is_empty() && !shared
    }

    /// The addresses to decide on, one by one; with none known, one unknown.
    pub(super) fn each(self) -> impl Iterator<Item = Option<IpAddr>> {
        let unknown = self.is_empty().then_some(None);
        let known = [self.v4, self.v6].into_iter().flatten().map(Some);
        unknown.into_iter().chain(known)
    }
}
