//! From the [`ast`](crate::syntax::ast) to the [`model`](crate::model): names, namespaces, `use`.
//!
//! [`Linker`] takes the parsed files of a run, [`Program`] holds them linked, and [`resolve`] makes
//! the model of one of them. Every name is looked up here, every value judged; what comes out needs
//! neither again.

mod absent;
mod address;
mod collect;
mod collected;
mod covered_port;
mod declarations;
mod direction;
mod except;
mod excepted;
mod facts;
mod file;
mod idle_except;
mod index;
mod isolate;
mod known_names;
mod linker;
mod lookup;
mod members;
mod mentioned;
mod name;
mod nesting;
mod ownership;
mod peer;
mod port_names;
mod ports;
mod program;
mod real;
mod resolved;
mod resolver;
mod rule;
mod scope;
mod selector;
mod service_ports;
mod shadowing;
mod suggestion;
mod taken;
mod target;
mod target_reader;
mod thing;
mod value;
mod written;

pub use collected::Collected;
pub use file::resolve;
pub use index::{Definition, DefinitionId, DefinitionKind, Index, Mention, Role, index, index_as};
pub use known_names::{KnownKind, KnownName};
pub use linker::Linker;
pub use program::{FileIndex, Program};
pub use real::with_labels;
pub use resolved::Resolved;
pub use target_reader::TargetReader;

/// The text of the prelude, the file that every other uses without saying so.
pub const PRELUDE: &str = include_str!("prelude.netpol");
