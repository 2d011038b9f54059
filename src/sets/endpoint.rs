//! One end of one connection.

use std::net::IpAddr;

use crate::sets::pod::Pod;

/// A pod, or an address outside the cluster. They are different kinds: whether a pod's address is
/// also matched as an address depends on the network plugin (S34).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A pod, known by its labels.
    Pod(Pod),
    /// An address outside the cluster.
    Address(IpAddr),
}
