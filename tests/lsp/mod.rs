//! The language server as editors see it.

mod queue;
mod session;
mod text;
