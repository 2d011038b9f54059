//! What an object says, in the numbers of a model.

use crate::model::{NamespaceId, PartId, PortListId};
use crate::sets::{Direction, Selector};

/// Everything that an object says, but for what all objects of a file do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Content {
    /// Its namespace.
    pub(super) namespace: NamespaceId,
    /// Its name.
    pub(super) name: String,
    /// The pods that it selects.
    pub(super) pods: Selector,
    /// Its `policyTypes`.
    pub(super) directions: Vec<Direction>,
    /// Its ingress rules.
    pub(super) ingress: Vec<Group>,
    /// Its egress rules.
    pub(super) egress: Vec<Group>,
}

/// A rule of an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group {
    /// Its ports.
    pub(super) ports: PortListId,
    /// Its peers.
    pub(super) peers: Vec<PartId>,
}
