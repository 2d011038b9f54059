//! What an editor is told about places of texts.

mod completion;
mod definition;
mod inlay_hints;
mod kept;
mod marked;
mod references;
mod rename;
mod symbols;
mod workspace;
