//! Laws that hold for whatever bytes. The fuzzer tries to break them (`fuzz/`), and they are held here over
//! what it has found worth keeping.

pub(crate) mod compile;
pub(crate) mod differential;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod lock;
pub(crate) mod manifest;
pub(crate) mod manifests;
pub(crate) mod parse;
mod said;
