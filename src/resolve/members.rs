//! What a peer resolves to.

use std::rc::Rc;

use crate::model::{Part, PeerId};
use crate::source::Span;

/// One peer, with the place where it is written: of a group's member, in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The peer, stored in the model.
    pub(super) peer: PeerId,
    /// Where it is written.
    pub(super) span: Span,
}

/// What a peer of the text stands for: several, where it is a group. `None` where something is wrong
/// with it, which has been said.
pub(super) type Members = Option<Rc<[Member]>>;

/// What endpoints a part consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pods and addresses.
    Both,
    /// Pods.
    Pods,
    /// Addresses.
    Addresses,
}

impl Kind {
    /// The kind of a part.
    pub(super) fn of(part: &Part) -> Self {
        match part {
            Part::Any => Self::Both,
            Part::Pods(_) => Self::Pods,
            Part::Block(_) => Self::Addresses,
        }
    }

    /// Whether the two have endpoints of one kind.
    pub(super) fn shares(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}
