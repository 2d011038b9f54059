//! What is wrong with a statement that does not parse.
//!
//! The grammar says at which token it gave up, which is the leftmost mistake. Each file here knows
//! one family of mistakes and answers where that token shows one of it; the order below is from the
//! most specific to the least. Where none answers, [`expected`] says what would have fitted.

mod address;
mod arrow;
mod broken;
mod closing;
pub(super) mod context;
mod direction;
mod empty;
mod escape;
mod except;
mod expected;
mod first_word;
mod hidden;
mod host_name;
mod look_alike;
mod ports;
mod quoting;
mod reserved;
mod selector;
mod separator;
mod spacing;
mod words;

pub(super) use expected::words_of;
pub(super) use first_word::likely_keyword;

use crate::diagnostics::{Diagnostic, codes};
use crate::source::{FileId, Span};
use crate::syntax::chunk::{Chunk, Start};
use crate::syntax::explain::broken::Broken;
use crate::syntax::grammar::Failure;
use crate::syntax::lexer::Token;

/// Explains why a statement of `text` does not parse.
pub(super) fn statement(file: FileId, text: &str, chunk: Chunk, failure: Failure) -> Diagnostic {
    if chunk.start_with == Start::Yaml {
        return yaml(file, chunk);
    }
    let broken = Broken::new(file, text, chunk, failure);
    let start: &[fn(&Broken<'_>) -> Option<Diagnostic>] =
        &[closing::explain, hidden::explain, look_alike::explain];
    let rest: &[fn(&Broken<'_>) -> Option<Diagnostic>] = &[
        escape::explain,
        empty::explain,
        address::explain,
        host_name::explain,
        selector::explain,
        arrow::explain,
        direction::explain,
        ports::explain,
        except::explain,
        spacing::explain,
        separator::explain,
        reserved::explain,
        quoting::explain,
    ];
    let first = |of: &[fn(&Broken<'_>) -> Option<Diagnostic>]| of.iter().find_map(|f| f(&broken));
    first(start).unwrap_or_else(|| {
        if chunk.start_with == Start::Unknown {
            return first_word::explain(&broken);
        }
        first(rest).unwrap_or_else(|| expected::explain(&broken))
    })
}

/// Looks for characters in a comment that no text should hold.
pub(super) fn comment(file: FileId, text: &str, comment: Token) -> Option<Diagnostic> {
    hidden::within(file, text, comment)
}

fn yaml(file: FileId, chunk: Chunk) -> Diagnostic {
    Diagnostic::new(
        &codes::YAML_IN_SOURCE,
        Span::new(file, chunk.start, chunk.end),
        "this is YAML, not the text that it is made from",
    )
    .help("write what it is for, one intention a line, such as `allow frontend -> backend:8080`")
}
