//! Properties of the whole compiler, over random programs and the examples.
//!
//! Random programs come from seeds that never change. `NETPOLC_PROPERTY_CASES` asks for more of them.

mod case;
mod evaluator;
mod examples;
mod found;
mod generator;
mod meaning;
mod oracle;
mod program;
mod random;
mod rewriting;
mod shrink;
mod text;
mod universe;
mod validity;
