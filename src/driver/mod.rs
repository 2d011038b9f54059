//! The pipeline: the only code that calls the stages in order.
//!
//! [`run`] compiles the inputs of one run; a [`Session`] has runs that follow each other, and remembers. Neither
//! reads files itself: what `use` names comes from a [`Loader`].

mod analyzed;
mod asked_of_statement;
mod besides;
mod decode;
mod finding;
mod first_program;
mod formatted;
mod input;
mod inventories;
mod load;
mod manifest_file;
mod manifests;
mod object_finding;
mod object_place;
mod opening;
mod passing;
mod policy_change;
mod posed;
mod prefixes;
mod question;
mod run;
mod same_object;
mod session;
mod snapshot;
mod tested;
mod unit;
mod verified;

pub use crate::init::Known;
pub use analyzed::Analyzed;
pub use decode::decode_manifest;
pub use first_program::{FirstProgram, first_program};
pub use formatted::{Formatted, FormattedText, formatted, formatted_text};
pub use input::{Input, Inputs, Loader};
pub use manifest_file::{ManifestContent, ManifestFile};
pub use manifests::{Inspected, holds_manifests, inspect};
pub use passing::{Passed, Passing, function, passed};
pub use question::QUESTION;
pub use run::{Asked, Options, Run, run};
pub use session::Session;
pub use snapshot::Snapshot;
pub use tested::Tested;
pub use unit::Unit;
pub use verified::Fault;
