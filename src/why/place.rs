//! What decides a connection.

use crate::sets::Direction;
use crate::source::Span;

/// Something that isolates pods, or lets connections through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A statement.
    Statement(Span),
    /// An object, by its place among those that were read.
    Object {
        /// Which one.
        policy: u32,
        /// Its rule, by its place among those of a direction; none for the isolation itself.
        rule: Option<(Direction, u32)>,
    },
}
