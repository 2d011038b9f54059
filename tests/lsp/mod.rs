//! The language server as editors see it.

mod capability;
mod lifecycle;
mod queue;
mod session;
mod text;
