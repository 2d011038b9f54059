//! netpolc against Kubernetes' own code: Go programs that answer JSON lines with JSON lines, and a
//! real API server.
//!
//! `docs/conformance.md` says what is compared, decision 0012 how the programs are built, and
//! decision 0013 how the server is.

mod evaluation;
mod judge;
mod objects;
mod process;
mod program;
mod release;
mod server;
mod values;
