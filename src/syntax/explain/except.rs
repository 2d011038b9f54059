//! An `except` in the wrong place.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::lexer::Kind;

/// Explains an `except` within another, and one after a port.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found().filter(|token| token.kind == Kind::Word)?;
    if broken.word(broken.at) != "except" || broken.before()?.kind == Kind::Arrow {
        return None;
    }
    if let Some(outer) = broken.context.except
        && broken.before() != Some(outer)
    {
        return Some(
            broken
                .report(
                    &codes::NESTED_EXCEPT,
                    found,
                    "an `except` within what another `except` takes away",
                )
                .also(broken.span(outer), "the other one")
                .help("list all that is taken away in one pair of parentheses: `except (a, b)`"),
        );
    }
    broken.context.colon?;
    Some(
        broken
            .report(
                &codes::EXCEPT_AFTER_PORT,
                found,
                "an `except` belongs before the ports",
            )
            .help("ports come last and belong to all that is left: `* except legacy:8080`"),
    )
}
