//! From the [`ast`](crate::syntax::ast) to canonical text.
//!
//! [`statement`] spells one statement on one line: what comments in the output quote. Spaces, line
//! breaks and needless parentheses of the source leave no trace; order and names are the author's.

mod peer;
mod port;
mod statement;
mod word;

pub use peer::{peer_expr, selector, target};
pub use port::ports;
pub use statement::statement;
pub use word::name;
