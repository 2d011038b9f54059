//! A conflict of two statements.

use crate::check::run::promise::Promise;
use crate::check::run::whole::Allow;
use crate::sets::FlowPoint;
use crate::source::Span;

/// A connection that one statement allows and another one denies.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Where the `allow` stands.
    pub allow: Span,
    /// Where the `deny` stands.
    pub deny: Span,
    /// A connection of both.
    pub witness: FlowPoint,
}

/// A conflict, with the rules that clash.
pub(super) struct Clash<'a> {
    /// What is reported.
    pub(super) conflict: Conflict,
    /// The `allow`.
    pub(super) allow: Allow,
    /// The promise.
    pub(super) promise: Promise<'a>,
    /// Whether this is the last that is reported of a `deny` that has more.
    pub(super) more: bool,
}
