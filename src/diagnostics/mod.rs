//! What the compiler has to say to the author of a text.
//!
//! [`Diagnostic`] is plain data: what is wrong, where, and how to mend it; [`codes`] lists every
//! kind there is; [`render`] turns them into text for people and machines. Nothing here knows the
//! language.

pub mod codes;
mod diagnostic;
mod removal;
pub mod render;

pub use codes::{Code, Severity};
pub use diagnostic::{Diagnostic, Edit, Fix, Label};
pub use removal::removals;
