//! Host names, which no policy knows.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::Kind;

/// Explains `*.example.com`.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let index = match broken.kind(broken.at)? {
        Kind::Star => broken.at,
        _ => broken.at.checked_sub(1)?,
    };
    let star = broken
        .token(index)
        .filter(|token| token.kind == Kind::Star)?;
    let domain = broken.token(index + 1).filter(|next| star.touches(*next))?;
    if domain.kind != Kind::Word
        || !broken.word(index + 1).contains('.')
        || broken.context.in_selector
    {
        return None;
    }
    let span = broken.range(star, domain);
    let message = format!(
        "a NetworkPolicy knows no host names, found {}",
        quote(broken.slice(span))
    );
    Some(
        Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message)
            .help("name pods, or the addresses that the name leads to"),
    )
}
