//! The question: one attempt to connect.

use std::net::IpAddr;

use super::cluster::PodId;
use super::protocol::Protocol;

/// One attempt to connect. Replies to an allowed one are allowed with it (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Connection {
    /// Who connects.
    pub source: Endpoint,
    /// To whom; behind a Service, one backend of it (S23).
    pub target: Endpoint,
    /// By which protocol.
    pub protocol: Protocol,
    /// To which port of the target; source ports are never matched (S23).
    pub port: u16,
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// A pod, on whichever of its addresses.
    Pod(PodId),
    /// An address. One that a running pod has is that pod, on this address (S36); where two have it,
    /// the first. One of a node is that node (S38).
    Address(IpAddr),
}
