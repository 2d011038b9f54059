//! Diagnostics for machines: SARIF and the commands of GitHub Actions, read back.

mod commands;
mod fingerprints;
mod fixes;
mod github;
mod pages;
mod sarif;
mod schema;
