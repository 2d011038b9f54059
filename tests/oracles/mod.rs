//! netpolc against Kubernetes' own code: Go programs that answer JSON lines with JSON lines.
//!
//! `docs/conformance.md` says what is compared, and decision 0012 how the programs are built.

mod evaluation;
mod figures;
mod judge;
mod objects;
mod process;
mod program;
mod values;
