//! Control characters: those that no text needs, and those that turn the direction of writing.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::{FileId, Span};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::code_point;
use crate::syntax::lexer::{Token, offset};

/// Explains one in the token at fault.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    within(broken.file, broken.text, broken.found()?)
}

/// Explains the first one in a token.
pub(super) fn within(file: FileId, text: &str, token: Token) -> Option<Diagnostic> {
    let (at, character) = token
        .text(text)
        .char_indices()
        .find(|(_, character)| is_hidden(*character))?;
    let start = token.start.saturating_add(offset(at));
    let span = Span::new(
        file,
        start,
        start.saturating_add(offset(character.len_utf8())),
    );
    let message = format!(
        "the control character {} has no place here",
        code_point(character)
    );
    Some(Diagnostic::new(&codes::CONTROL_CHARACTER, span, message).help("remove it"))
}

fn is_hidden(character: char) -> bool {
    match character {
        '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => character.is_control(),
    }
}
