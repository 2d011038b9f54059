//! Sets of endpoints of one kind.

use crate::sets::addresses::Addresses;
use crate::sets::endpoint::Endpoint;
use crate::sets::pods::Pods;

/// One end of a flow: pods, or addresses. The two kinds never meet; whether a plugin lets
/// them is open (S34).
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Pods.
    Pods(Pods),
    /// Addresses outside the cluster.
    Addresses(Addresses),
}

impl End {
    /// Whether there is no endpoint in the set.
    pub fn is_empty(&self) -> bool {
        match self {
            End::Pods(pods) => pods.is_empty(),
            End::Addresses(addresses) => addresses.is_empty(),
        }
    }

    /// Whether this endpoint is in the set.
    pub fn contains(&self, endpoint: &Endpoint) -> bool {
        match (self, endpoint) {
            (End::Pods(pods), Endpoint::Pod(pod)) => pods.contains(pod),
            (End::Addresses(addresses), Endpoint::Address(address)) => addresses.contains(*address),
            (End::Pods(_), Endpoint::Address(_)) | (End::Addresses(_), Endpoint::Pod(_)) => false,
        }
    }

    /// The endpoints in both, if there are any.
    pub fn and(&self, other: &End) -> Option<End> {
        let shared = match (self, other) {
            (End::Pods(own), End::Pods(others)) => End::Pods(own.and(others)),
            (End::Addresses(own), End::Addresses(others)) => End::Addresses(own.and(others)),
            (End::Pods(_), End::Addresses(_)) | (End::Addresses(_), End::Pods(_)) => return None,
        };
        (!shared.is_empty()).then_some(shared)
    }

    /// Whether an endpoint is in both.
    pub fn meets(&self, other: &End) -> bool {
        match (self, other) {
            (End::Pods(own), End::Pods(others)) => own.meets(others),
            (End::Addresses(own), End::Addresses(others)) => own.meets(others),
            (End::Pods(_), End::Addresses(_)) | (End::Addresses(_), End::Pods(_)) => false,
        }
    }

    /// Whether all endpoints in this set are in the other.
    pub fn is_subset(&self, other: &End) -> bool {
        match (self, other) {
            (End::Pods(own), End::Pods(others)) => own.is_subset(others),
            (End::Addresses(own), End::Addresses(others)) => own.is_subset(others),
            (End::Pods(_), End::Addresses(_)) | (End::Addresses(_), End::Pods(_)) => {
                self.is_empty()
            }
        }
    }

    /// The endpoints in this set that are not in the other: disjoint pieces, none of them empty.
    pub fn minus(&self, other: &End) -> Vec<End> {
        match (self, other) {
            (End::Pods(own), End::Pods(others)) => {
                own.minus(others).into_iter().map(End::Pods).collect()
            }
            (End::Addresses(own), End::Addresses(others)) => {
                let rest = own.minus(others);
                if rest.is_empty() {
                    Vec::new()
                } else {
                    vec![End::Addresses(rest)]
                }
            }
            (End::Pods(_), End::Addresses(_)) | (End::Addresses(_), End::Pods(_)) => {
                if self.is_empty() {
                    Vec::new()
                } else {
                    vec![self.clone()]
                }
            }
        }
    }

    /// One endpoint of the set.
    pub fn witness(&self) -> Option<Endpoint> {
        match self {
            End::Pods(pods) => pods.witness().map(Endpoint::Pod),
            End::Addresses(addresses) => addresses.witness().map(Endpoint::Address),
        }
    }
}
