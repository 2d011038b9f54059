//! What decides a connection.

use crate::sets::Direction;

/// An object, and the rule of it that lets a connection through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// The object: its place among those that were given.
    pub policy: u32,
    /// The direction that it decides here.
    pub direction: Direction,
    /// The rule: its place among those of its direction. None for the isolation itself.
    pub rule: Option<u32>,
}
