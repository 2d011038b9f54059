//! Properties of the whole compiler, over random programs, random runs of several files, and the examples.
//!
//! Random programs come from seeds that never change. `NETPOLC_PROPERTY_CASES` asks for more of them.

mod bits;
pub(crate) mod case;
mod conflicts;
mod evaluator;
mod examples;
mod fixes;
mod found;
pub(crate) mod generator;
mod impossible;
mod judgement;
mod lints;
mod meaning;
mod names;
mod oracle;
mod peers;
pub(crate) mod program;
mod promises;
pub(crate) mod random;
mod redundancy;
mod rewriting;
pub(crate) mod shrink;
mod side;
mod suite;
mod suite_generator;
pub(crate) mod text;
mod universe;
mod validity;
mod witnesses;
