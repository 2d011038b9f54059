//! Escapes in strings.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::{Kind, offset};

/// Explains an escape that is neither `\"` nor `\\`.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let string = broken.found().filter(|token| token.kind == Kind::Text)?;
    let mut characters = string.text(broken.text).char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            continue;
        }
        let (_, escaped) = characters.next()?;
        if matches!(escaped, '"' | '\\') {
            continue;
        }
        let start = string.start.saturating_add(offset(at));
        let end = start.saturating_add(offset(1 + escaped.len_utf8()));
        let span = Span::new(broken.file, start, end);
        let message = format!("{} is no escape", quote(broken.slice(span)));
        return Some(
            Diagnostic::new(&codes::BAD_ESCAPE, span, message)
                .help("write `\\\\` for a backslash and `\\\"` for a quote; there are no others"),
        );
    }
    None
}
