//! Where a thing that the compiler made comes from.

use std::sync::Arc;

use crate::source::Span;

/// A statement of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The statement in canonical spelling, on one line, its reason included. It may hold any
    /// character that a string of the source may.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}
