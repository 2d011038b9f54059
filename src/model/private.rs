//! Addresses that pods may have.

use ipnet::IpNet;

use crate::sets::Addresses;

/// The ranges that clusters take the addresses of their pods and nodes from.
const PRIVATE: [&str; 5] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "fc00::/7",
];

/// The addresses in them: whether a CIDR matches pods among these is up to the network plugin (S34).
pub fn private() -> Addresses {
    let blocks = PRIVATE.iter().filter_map(|text| text.parse::<IpNet>().ok());
    Addresses::from_prefixes(blocks)
}
