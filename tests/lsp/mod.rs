//! The language server as editors see it.

mod capability;
mod case;
mod cases;
mod lifecycle;
mod queue;
mod session;
mod text;
mod words;
