//! What one end of a connection imposes on it.

/// What one end says to a connection, in its own direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// There is no connection: an end has finished (S41) or is no pod of the cluster. Not allowed.
    NoEndpoint,
    /// The end is no pod that policies select, and imposes nothing (S4, S40).
    External,
    /// No policy isolates the pod in this direction (S1).
    NotIsolated,
    /// No policy can forbid this.
    Exempt(Exemption),
    /// The pod is isolated, and these rules allow it (S3), in order. Where families of addresses
    /// are decided apart (S44), each has one of them.
    AllowedBy(Vec<RuleRef>),
    /// The pod is isolated by these policies, in order, and none of their rules allows it (S3).
    BlockedBy(Vec<usize>),
}

/// Why no policy can forbid a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// A pod cannot block access to itself (S37).
    Itself,
    /// The other end is the node that the pod runs on (S38, S39).
    OwnNode,
}

/// A rule by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleRef {
    /// The place of the policy among those given to the evaluator.
    pub policy: usize,
    /// The place of the rule in the policy's `ingress` or `egress`.
    pub rule: usize,
}

impl Side {
    /// Whether this end lets the connection be.
    pub fn allows(&self) -> bool {
        !matches!(self, Side::NoEndpoint | Side::BlockedBy(_))
    }
}
