//! From manifests to a first program.
//!
//! [`program`] looks for connections in what pods are told: in environment variables, in arguments, in
//! the ConfigMaps behind them and in mounted files. A host there that names a Service of the inventory is
//! a connection to the pods behind it, at their port. What is reached from outside (Services that have an
//! address there, and what Ingresses lead to) is let in. Nothing is certain: each line says where it was
//! seen.

mod address;
mod arguments;
mod comments;
mod config;
mod config_text;
mod connections;
mod directory;
mod environment;
mod lines;
mod mention;
mod peer;
mod program;
mod reach;
mod scheme;
mod setting;
mod spot;
mod statement;
mod told;

pub use program::program;

/// How a program knows the workloads that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// By the manifests at these paths.
    Manifests(Vec<String>),
    /// By declarations of its own.
    Names,
}
