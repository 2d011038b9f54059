//! The language server as editors see it.
#![expect(
    clippy::string_slice,
    reason = "a place that is none of a text fails its test"
)]

mod capability;
mod case;
mod cases;
mod lifecycle;
mod neovim;
mod queue;
mod session;
mod text;
mod words;
