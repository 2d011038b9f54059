//! Directions, from the text's words to the model's.

use crate::sets::Direction;
use crate::syntax::ast;

/// The direction in the model's words.
pub(super) fn direction(direction: ast::Direction) -> Direction {
    match direction {
        ast::Direction::Ingress => Direction::Ingress,
        ast::Direction::Egress => Direction::Egress,
    }
}
