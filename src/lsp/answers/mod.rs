//! One file a request: the question in bytes to `ide`, the answer in the words of the protocol.

pub(super) mod code_actions;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod document_symbols;
pub(super) mod folding;
pub(super) mod formatting;
pub(super) mod generated_yaml;
pub(super) mod highlights;
pub(super) mod hover;
pub(super) mod inlay_hints;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod semantic_tokens;
pub(super) mod workspace_symbols;
