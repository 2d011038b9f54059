//! Colours: the classes of the compiler's own parser, and every editor's grammar held to them.

mod case;
mod extension;
pub(crate) mod neovim;
mod parser;
mod program;
mod snippets;
mod textmate;
mod tree_sitter;
mod vim;
mod words;
