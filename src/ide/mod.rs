//! What an editor asks about a place in a text, answered from a [`Snapshot`](crate::driver::Snapshot): pure functions,
//! one file a question, in bytes. They know nothing of the protocol that the questions come by.

mod completion;
mod definition;
mod document_symbols;
mod fixes;
mod folding;
mod formatting;
mod generated;
mod hover;
mod inlay_hints;
mod meant;
mod references;
mod rename;
mod section;
mod statement;
mod workspace_symbols;
mod written;

pub use completion::{Completion, CompletionKind, completions};
pub use definition::definitions;
pub use document_symbols::{Symbol, SymbolKind, document_symbols};
pub use fixes::{Mend, all_fixes, fixes};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::formatted;
pub use generated::{Generated, generated};
pub use hover::{Hover, hover};
pub use inlay_hints::{Hint, inlay_hints};
pub use references::{Reference, references};
pub use rename::{prepare_rename, rename};
pub use workspace_symbols::{Declared, has_letters, workspace_symbols};
