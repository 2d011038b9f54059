//! Runs the binary as its users do, and compares all that it says.

mod build;
mod check;
mod diagnostics;
mod explain;
mod fix;
mod fmt;
mod init;
mod inputs;
mod man;
mod output;
mod streams;
mod test;
mod usage;
mod why;
