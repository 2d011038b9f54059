//! Directions on promises, and before ports.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::{Bracket, Kind};

/// Explains `:ingress` and `:egress` before ports, and on `deny` and `expect`.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    on_promise(broken).or_else(|| before_ports(broken))
}

/// `b:ingress:80`
fn before_ports(broken: &Broken<'_>) -> Option<Diagnostic> {
    broken.found().filter(|token| token.kind == Kind::Colon)?;
    let direction = broken.before()?;
    let colon = broken.token(broken.at.checked_sub(2)?)?;
    let word = direction.text(broken.text);
    let ports = broken.token(broken.at + 1)?;
    if colon.kind != Kind::Colon
        || !matches!(word, "ingress" | "egress")
        || broken.context.arrow.is_none()
    {
        return None;
    }
    let behind = broken.tokens.get(broken.at + 1..)?;
    let last = match (ports.kind, broken.kind(broken.at + 2)) {
        (Kind::Open(Bracket::Round), _) => *behind
            .iter()
            .find(|token| matches!(token.kind, Kind::Close(_)))?,
        (_, Some(Kind::Slash)) => broken.token(broken.at + 3)?,
        _ => ports,
    };
    let span = broken.range(direction, last);
    let written = format!("{}:{word}", broken.slice(broken.range(ports, last)));
    let message = format!(
        "the direction comes last, behind the ports, found {}",
        quote(broken.slice(span))
    );
    let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message);
    Some(if broken.parses_with(span, &written) {
        diagnostic.fix(format!("write {}", quote(&written)), span, written)
    } else {
        diagnostic
    })
}

/// `deny` and `expect` speak of whole connections.
fn on_promise(broken: &Broken<'_>) -> Option<Diagnostic> {
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
