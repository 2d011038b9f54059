//! Mistakes within `[ ]`.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::{Bracket, Kind};

/// Explains operators that there are not, and what else goes wrong between square brackets.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    if !broken.context.in_selector {
        return None;
    }
    let found = broken.found()?;
    let word = broken.word(broken.at);
    if found.kind == Kind::WrongArrow || matches!(word, "<" | ">") {
        let last = broken
            .token(broken.at + 1)
            .filter(|next| next.kind == Kind::Equals && found.touches(*next))
            .unwrap_or(found);
        let span = broken.range(found, last);
        let message = format!("a selector has no operator {}", quote(broken.slice(span)));
        return Some(
            Diagnostic::new(&codes::UNSUPPORTED_OPERATOR, span, message)
                .help("compare with `=`, `!=`, `in (…)` or `notin (…)`"),
        );
    }
    set_comma(broken)
        .or_else(|| colon(broken))
        .or_else(|| not_in(broken))
}

/// `in (a,)`, which kubectl reads as `a` and the empty value.
fn set_comma(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    let comma = if found.kind == Kind::Comma {
        found
    } else {
        broken.before()?
    };
    let in_set = matches!(broken.context.open, Some((Bracket::Round, _)));
    let ends = matches!(found.kind, Kind::Comma | Kind::Close(_));
    if !in_set || !ends || comma.kind != Kind::Comma {
        return None;
    }
    Some(
        broken
            .report(
                &codes::UNEXPECTED_TOKEN,
                comma,
                "a set of label values has no value at this `,`",
            )
            .help("write `\"\"` for the empty value, or remove the `,`"),
    )
}

/// `[app: web]`
fn colon(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found().filter(|token| token.kind == Kind::Colon)?;
    let diagnostic = broken.report(
        &codes::UNEXPECTED_TOKEN,
        found,
        "a selector has no `:`, a label and its value are joined by `=`",
    );
    let span = match (broken.before(), broken.token(broken.at + 1)) {
        (Some(left), Some(right)) => broken.gap(left, right),
        _ => broken.span(found),
    };
    if broken.parses_with(span, "=") {
        return Some(diagnostic.fix("write `=`", span, "="));
    }
    Some(diagnostic)
}

/// `[tier not in (a)]`
fn not_in(broken: &Broken<'_>) -> Option<Diagnostic> {
    let not = broken.found()?;
    let within = broken.token(broken.at + 1)?;
    if broken.word(broken.at) != "not" || broken.word(broken.at + 1) != "in" {
        return None;
    }
    let span = broken.range(not, within);
    Some(
        Diagnostic::new(
            &codes::UNEXPECTED_TOKEN,
            span,
            "the operator `notin` is one word",
        )
        .fix("write `notin`", span, "notin"),
    )
}
