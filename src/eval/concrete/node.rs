//! A node of a cluster.

use std::net::IpAddr;

/// A node and its addresses: traffic from them to a pod on it is always allowed (S38).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name, as pods give it.
    pub name: String,
    /// Its addresses. Those of the pods on its network are added to them.
    pub addresses: Vec<IpAddr>,
}
