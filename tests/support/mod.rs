//! What the tests that run the binary share.

mod folder;
mod pattern;
mod ran;

pub(crate) use folder::Folder;
pub(crate) use ran::Netpolc;
