//! Objects in, the same objects out, with what is built beside them: for programs that stand between a renderer and
//! a cluster.

mod earlier;
mod function;
mod passed;
mod stream;

pub use function::function;
pub use passed::{Passed, passed};
pub use stream::Passing;
