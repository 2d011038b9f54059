//! A pod of a cluster.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::container::Container;

/// A pod, as far as policies see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// Its namespace, which need not be declared.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its addresses, of both families (S44). An `ipBlock` is asked about the first of each family.
    pub addresses: Vec<IpAddr>,
    /// Its containers, in the pod's order.
    pub containers: Vec<Container>,
    /// The node that it runs on, which need not be declared.
    pub node: Option<String>,
    /// Whether it is on its node's network, with the node's addresses (S40).
    pub host_network: bool,
    /// Whether it has succeeded or failed; then it is no endpoint, and its addresses are free (S41).
    pub finished: bool,
}
