//! Properties of the whole compiler, over random programs and the examples.
//!
//! Random programs come from seeds that never change. `NETPOLC_PROPERTY_CASES` asks for more of them.

mod case;
mod evaluator;
mod examples;
mod found;
mod generator;
mod impossible;
mod meaning;
mod names;
mod oracle;
mod peers;
mod program;
mod random;
mod rewriting;
mod shrink;
mod side;
mod text;
mod universe;
mod validity;
