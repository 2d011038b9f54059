//! What the text writes, with its places: for judgements that need both the words and their meaning.

use smallvec::SmallVec;

use crate::model::{PeerId, PortEntry};
use crate::source::Span;

/// A peer of the text.
#[derive(Clone, Copy, Debug)]
pub struct WrittenPeer {
    /// Where it stands.
    pub span: Span,
    /// What it stands for.
    pub peer: PeerId,
    /// Whether it is a name that the text declares.
    pub is_declared: bool,
    /// Whether it is what an `except` leaves; the peer before that is listed, too.
    pub is_left: bool,
}

/// A target of the text, with its ports.
#[derive(Clone, Debug)]
pub struct WrittenTarget {
    /// What it stands for.
    pub peer: PeerId,
    /// Whether it is that of an `allow`, and not of a promise or an expectation.
    pub is_opened: bool,
    /// Where each port stands, and what it means.
    pub ports: SmallVec<[(Span, PortEntry); 1]>,
}
