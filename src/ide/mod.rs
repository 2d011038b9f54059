//! What an editor asks about a place in a text, answered from a [`Snapshot`](crate::driver::Snapshot): pure functions,
//! one file a question, in bytes. They know nothing of the protocol that the questions come by.

mod completion;
mod fixes;
mod folding;
mod formatting;
mod generated;
mod hover;
mod inlay_hints;
mod meant;
mod section;
mod statement;
mod written;

pub use completion::{Completion, CompletionKind, completions};
pub use fixes::{Mend, all_fixes, fixes};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::formatted;
pub use generated::{Generated, generated};
pub use hover::{Hover, hover};
pub use inlay_hints::{Hint, inlay_hints};
