//! x
use crate::diagnostics::{Diagnostic, codes};
use crate::source::{FileId, Span};
use crate::syntax::chunk::Chunk;
use crate::syntax::grammar::Failure;
use crate::syntax::lexer::Token;
pub(super) fn likely_keyword(_w: &str) -> Option<&'static str> { None }
pub(super) fn comment(_f: FileId, _t: &str, _c: Token) -> Option<Diagnostic> { None }
pub(super) fn yaml(file: FileId, chunk: Chunk) -> Diagnostic {
    Diagnostic::new(&codes::YAML_IN_SOURCE, Span::new(file, chunk.start, chunk.end), "yaml")
}
pub(super) fn statement(file: FileId, text: &str, chunk: Chunk, failure: Failure) -> Diagnostic {
    let at = chunk.start + failure.at as u32;
    let _ = text;
    Diagnostic::new(&codes::UNEXPECTED_TOKEN, Span::new(file, at, at), format!("{:?}", failure.expected))
}
