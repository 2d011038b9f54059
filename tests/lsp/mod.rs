//! The language server as editors see it.

mod capability;
mod case;
mod cases;
mod lifecycle;
mod neovim;
mod queue;
mod session;
mod text;
mod words;
