//! Directions on promises.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::lexer::Kind;

/// Explains `:ingress` and `:egress` on `deny` and `expect`, which speak of whole connections.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let keyword = broken.keyword();
    if !matches!(keyword, "deny" | "expect") || broken.context.arrow.is_none() {
        return None;
    }
    let index = match broken.kind(broken.at)? {
        Kind::Colon => broken.at + 1,
        _ => broken.at,
    };
    let colon = broken.token(index.checked_sub(1)?)?;
    let direction = broken.token(index)?;
    let word = broken.word(index);
    if colon.kind != Kind::Colon || !matches!(word, "ingress" | "egress") {
        return None;
    }
    let message = format!("`{keyword}` takes no direction");
    Some(
        broken
            .report(&codes::DIRECTION_ON_PROMISE, direction, message)
            .note(format!("`{keyword}` speaks of connections from end to end"))
            .help(format!("quote a port that is called so: `:\"{word}\"`"))
            .fix(
                format!("remove `:{word}`"),
                broken.range(colon, direction),
                "",
            ),
    )
}
