//! One port of one endpoint.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::sets::protocol::Protocol;

/// A port that a connection goes to, with the names that the destination gives it (S23, S24).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortPoint {
    /// The protocol of the connection.
    pub protocol: Protocol,
    /// The number, 1 to 65535.
    pub number: u16,
    /// The names of the container ports of this protocol and number in the destination pod; an
    /// address has none.
    pub names: BTreeSet<SmolStr>,
}
