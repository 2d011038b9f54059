//! What an editor is told about places of texts.

mod completion;
mod inlay_hints;
mod workspace;
