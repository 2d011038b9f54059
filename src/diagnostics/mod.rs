//! What the compiler has to say to the author of a text.
//!
//! [`Diagnostic`] is plain data: what is wrong, where, and how to mend it; [`codes`] lists every
//! kind there is; [`compatible`] and [`apply`] are what its fixes do to a text; [`near_word`] finds what
//! was probably meant, and [`listed`] puts words in a row; [`render`] turns diagnostics into text for
//! people and machines. Nothing here knows the language.

pub mod codes;
mod diagnostic;
mod errors;
mod listed;
mod mend;
mod near_word;
mod removal;
pub mod render;

pub use codes::{Code, Severity};
pub use diagnostic::{Diagnostic, Edit, Fix, Label};
pub use errors::has_errors;
pub use listed::listed;
pub use mend::{apply, compatible, inserted};
pub use near_word::near_word;
pub use removal::removals;
