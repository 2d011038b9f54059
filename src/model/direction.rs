//! The two directions of a connection.

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
}
