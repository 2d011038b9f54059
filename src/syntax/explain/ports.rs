//! Ports in the wrong place.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::{Kind, Token};

/// Explains ports on a source, and lists of ports without parentheses.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    on_source(broken).or_else(|| without_parentheses(broken))
}

fn on_source(broken: &Broken<'_>) -> Option<Diagnostic> {
    let colon = broken.found().filter(|token| token.kind == Kind::Colon)?;
    let is_rule = matches!(broken.keyword(), "allow" | "deny" | "expect");
    if !is_rule || broken.context.arrow.is_some() || broken.context.open.is_some() || broken.at <= 1
    {
        return None;
    }
    let behind = broken.at + 1;
    let last = match broken.kind(behind) {
        Some(Kind::Word | Kind::Text | Kind::Star) => broken.token(behind),
        Some(Kind::Open(_)) => broken
            .tokens
            .iter()
            .skip(behind)
            .find(|token| matches!(token.kind, Kind::Close(_)))
            .copied(),
        _ => None,
    };
    let span = broken.range(colon, last.unwrap_or(colon));
    let (what, example) = match broken.word(behind) {
        "ingress" | "egress" => ("direction", "allow frontend -> backend:ingress"),
        _ => ("ports", "allow frontend -> backend:8080"),
    };
    let message = format!(
        "the source of a rule takes no {what}, found {}",
        quote(broken.slice(span))
    );
    Some(
        Diagnostic::new(&codes::PORTS_ON_SOURCE, span, message)
            .help(format!("write the {what} behind the target: `{example}`")),
    )
}

/// `b:80, 443`
fn without_parentheses(broken: &Broken<'_>) -> Option<Diagnostic> {
    let comma = match broken.kind(broken.at)? {
        Kind::Comma => broken.at,
        _ => broken.at.checked_sub(1)?,
    };
    if broken.kind(comma)? != Kind::Comma || broken.context.open.is_some() {
        return None;
    }
    let first = first_port(broken, comma)?;
    let mut ports = vec![broken.slice(broken.range(first, broken.token(comma.checked_sub(1)?)?))];
    let mut last = first;
    let mut next = comma;
    while broken.kind(next) == Some(Kind::Comma)
        && let Some((end, behind)) = numbered_port(broken, next + 1)
        && let Some(start) = broken.token(next + 1)
    {
        ports.push(broken.slice(broken.range(start, end)));
        last = end;
        next = behind;
    }
    if ports.len() < 2 {
        return None;
    }
    let grouped = format!("({})", ports.join(", "));
    let span = broken.range(first, last);
    Some(
        Diagnostic::new(
            &codes::PORTS_NEED_PARENTHESES,
            span,
            format!("the ports {} need parentheses", quote(broken.slice(span))),
        )
        .fix(format!("write {}", quote(&grouped)), span, grouped),
    )
}

/// The first token of the port that ends before the comma and follows a colon.
fn first_port(broken: &Broken<'_>, comma: usize) -> Option<Token> {
    let last = comma.checked_sub(1)?;
    let first = match broken.kind(last.checked_sub(1)?)? {
        Kind::Slash => last.checked_sub(2)?,
        _ => last,
    };
    let is_port = matches!(broken.kind(first)?, Kind::Word | Kind::Text | Kind::Star);
    let behind_colon = broken.kind(first.checked_sub(1)?)? == Kind::Colon;
    (is_port && behind_colon)
        .then(|| broken.token(first))
        .flatten()
}

/// The last token of the numbered port that starts at an index, and the index behind it.
fn numbered_port(broken: &Broken<'_>, index: usize) -> Option<(Token, usize)> {
    let number = broken.word(index);
    let (low, high) = number.split_once('-').unwrap_or((number, number));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(low) || !is_number(high) {
        return None;
    }
    let protocol = broken.token(index + 2);
    match (broken.kind(index + 1), protocol) {
        (Some(Kind::Slash), Some(protocol)) if protocol.kind == Kind::Word => {
            Some((protocol, index + 3))
        }
        _ => Some((broken.token(index)?, index + 1)),
    }
}
