//! The laws of `tests/fuzzing`, for the targets: the modules of the tests that they are made of, built once.
#![allow(
    dead_code,
    unused_imports,
    reason = "the tests in these modules are not built here"
)]

mod same_hashes;

#[path = "../../tests/fuzzing/mod.rs"]
mod fuzzing;
#[path = "../../tests/properties/mod.rs"]
mod properties;
#[path = "../../tests/support"]
mod support {
    pub(crate) mod asked;
    pub(crate) mod canonical;
    pub(crate) mod compile;
    pub(crate) mod golden;
    pub(crate) mod meant;
    pub(crate) mod memory;
    pub(crate) mod read_back;
    pub(crate) mod skip;
    pub(crate) mod spans;

    pub(crate) use skip::say;
}

/// Parses.
pub fn parse(bytes: &[u8]) {
    fuzzing::parse::holds(bytes);
}

/// Compiles a text or a random program.
pub fn compile(bytes: &[u8]) {
    fuzzing::compile::holds(bytes);
}

/// Reads policies, and asks about them.
pub fn manifest(bytes: &[u8]) {
    fuzzing::manifest::holds(bytes);
}

/// Reads an inventory.
pub fn manifests(bytes: &[u8]) {
    fuzzing::manifests::holds(bytes);
}

/// Holds a random program against its objects; says whether it compiles.
pub fn differential(bytes: &[u8]) -> bool {
    fuzzing::differential::holds(bytes)
}
