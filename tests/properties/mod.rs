//! Properties of the whole compiler, over random programs, random runs of several files, and the examples.
//!
//! Random programs come from seeds that never change. `NETPOLC_PROPERTY_CASES` asks for more of them.

mod bits;
mod case;
mod conflicts;
mod evaluator;
mod examples;
mod expectations;
mod fixes;
mod found;
mod generator;
mod impossible;
mod judgement;
mod lints;
mod meaning;
mod names;
mod oracle;
mod peers;
mod program;
mod promises;
pub(crate) mod random;
mod redundancy;
mod rewriting;
mod shrink;
mod side;
mod suite;
mod suite_generator;
mod text;
mod universe;
mod validity;
mod witnesses;
