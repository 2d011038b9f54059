//! The two directions of a connection.

use crate::sets::end::End;
use crate::sets::flow::Flow;
use crate::sets::ports::Ports;

/// A direction, seen from the pod whose policy decides (S1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Connections that the pod accepts.
    Ingress,
    /// Connections that the pod opens.
    Egress,
}

impl Direction {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Ingress, Self::Egress];

    /// The connections of an end with another, in this direction, on ports of the target.
    pub fn flow(self, own: End, other: End, ports: Ports) -> Flow {
        match self {
            Self::Ingress => Flow::new(other, own, ports),
            Self::Egress => Flow::new(own, other, ports),
        }
    }

    /// The end of a flow whose policies decide in this direction.
    pub fn own_end(self, flow: &Flow) -> &End {
        match self {
            Self::Ingress => flow.target(),
            Self::Egress => flow.source(),
        }
    }

    /// The other end of a flow.
    pub fn other_end(self, flow: &Flow) -> &End {
        match self {
            Self::Ingress => flow.source(),
            Self::Egress => flow.target(),
        }
    }
}
