//! One connection.

use crate::sets::endpoint::Endpoint;
use crate::sets::port_point::PortPoint;

/// A connection that a flow holds: the witness of what two sets share, or do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowPoint {
    /// Where the connection comes from.
    pub source: Endpoint,
    /// Where it goes to.
    pub target: Endpoint,
    /// The port of the target.
    pub port: PortPoint,
}
