//! The answer, with its reasons.

use super::caveat::Caveat;
use super::side::Side;

/// Whether a connection is allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether both sides allow it (S4).
    pub allowed: bool,
    /// What the policies of the source say.
    pub egress: Side,
    /// What the policies of the target say.
    pub ingress: Side,
    /// Where Kubernetes leaves this very answer open, in the order of [`Caveat`]; empty when the
    /// answer is certain.
    pub caveats: Vec<Caveat>,
}
