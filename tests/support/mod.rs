//! What several tests need: compiling texts through the library, running the binary, golden files.

pub(crate) mod asked;
pub(crate) mod ast_lines;
pub(crate) mod canonical;
pub(crate) mod case;
pub(crate) mod compile;
pub(crate) mod diagnostic_lines;
pub(crate) mod fences;
pub(crate) mod figures;
mod folder;
pub(crate) mod golden;
pub(crate) mod lsp;
pub(crate) mod meant;
pub(crate) mod memory;
pub(crate) mod pages;
mod pattern;
mod ran;
pub(crate) mod read_back;
pub(crate) mod skip;
pub(crate) mod spans;
pub(crate) mod tool;

pub(crate) use folder::Folder;
pub(crate) use ran::{Netpolc, Ran};
pub(crate) use skip::say;
