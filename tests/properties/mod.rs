//! Properties of the whole compiler, over random programs, random runs of several files, and the examples.
//!
//! Random programs come from seeds that never change. `NETPOLC_PROPERTY_CASES` asks for more of them.

mod again;
mod bits;
pub(crate) mod case;
mod conflicts;
pub(crate) mod differential;
pub(crate) mod evaluator;
mod examples;
mod expectations;
mod fixes;
mod found;
pub(crate) mod generator;
mod impossible;
mod judgement;
mod lints;
mod meaning;
mod metamorphic;
mod names;
mod oracle;
mod peers;
pub(crate) mod policies;
pub(crate) mod program;
mod promises;
pub(crate) mod random;
mod redundancy;
mod rewriting;
pub(crate) mod shrink;
mod side;
mod suite;
pub(crate) mod suite_generator;
pub(crate) mod symbolic;
pub(crate) mod text;
pub(crate) mod town;
pub(crate) mod universe;
pub(crate) mod validity;
mod witnesses;
