//! netpolc against Kubernetes' own code: Go programs that answer JSON lines with JSON lines.
//!
//! `docs/conformance.md` says what is compared, and decision 0012 how the programs are built.

pub(crate) mod figures;
mod judge;
mod objects;
mod program;
mod values;
