//! What several tests need: compiling texts and files through the library.

pub mod compile;
pub mod golden;
