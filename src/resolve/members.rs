//! What a peer resolves to.

use smallvec::SmallVec;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Part, PeerId, PortListId};
use crate::source::Span;

/// One peer that a peer of the text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The peer, stored in the model.
    pub(super) peer: PeerId,
    /// Where the text says it.
    pub(super) span: Span,
    /// Where a group or service that the text names has it.
    pub(super) within: Option<Span>,
}

impl Member {
    /// The member, said at `span` by the name of a declaration that has it where it was said so far.
    pub(super) fn named_at(self, span: Span) -> Self {
        Self {
            span,
            within: self.within.or(Some(self.span)),
            ..self
        }
    }

    /// A diagnostic about the member, which shows both places.
    pub(super) fn wrong(self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, self.span, message);
        match self.within {
            Some(within) => diagnostic.also(within, "by this"),
            None => diagnostic,
        }
    }
}

/// What a peer of the text stands for: several, where it is a group. `None` where something is wrong
/// with it, which has been said.
pub(super) type Members = Option<MemberList>;

/// The members of a peer; nearly always one.
pub(super) type MemberList = SmallVec<[Member; 1]>;

/// The peers behind a service, and its ports. `None` where something is wrong with it.
pub(super) type Served = Option<(MemberList, PortListId)>;

/// What endpoints a part consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
