//! All tests that look at netpolc from outside, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod architecture;
mod cli;
mod emit;
mod examples;
mod properties;
mod sets;
mod support;
mod yaml_traps;
