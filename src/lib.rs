//! netpolc compiles `.netpol` files, one intention a line, to Kubernetes NetworkPolicy objects.
//!
//! ```text
//! source  -> syntax  -> resolve -> check   -> lower   -> emit
//! (text)     (Ast)      (Model)    (say so)   (Policy)   (YAML, JSON)
//! ```
//!
//! Each stage is a folder, takes the value of the one before it and never fails on an author's
//! mistake: it returns what it understood, and [`diagnostics`] about the rest. [`sets`] is the
//! algebra that they compute with, [`driver`] calls them in order, [`cli`] alone reads and writes
//! files. `ARCHITECTURE.md` tells the story in full.

pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod driver;
pub mod emit;
pub mod eval;
pub mod format;
pub mod ide;
pub mod init;
pub mod k8s;
pub mod lower;
pub mod lsp;
pub mod model;
pub mod parallel;
pub mod resolve;
pub mod sets;
pub mod source;
pub mod splice;
pub mod syntax;
pub mod verify;
pub mod why;
pub mod workloads;
