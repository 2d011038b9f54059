//! The language server: the protocol around [`ide`](crate::ide).
//!
//! It keeps the open documents, gives them to the compiler in the place of files, and turns questions about places
//! into questions about bytes. What the answers are is no concern of it.

mod answers;
mod capabilities;
mod client;
mod disk;
mod document;
mod edits;
mod encoding;
mod lines;
mod notifications;
mod overlay;
mod places;
mod project;
mod publish;
mod queue;
mod refusal;
mod requests;
mod server;
mod uri;
mod workspace;

pub use disk::{Disk, FolderLoader};
pub use document::Document;
pub use encoding::Encoding;
pub use server::{Ended, serve, serve_stdio};
