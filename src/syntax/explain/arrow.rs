//! Arrows: other signs for `->`, and too many of them.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{Kind, is_dash};

/// Explains the arrow at fault.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    let is_rule = matches!(broken.keyword(), "allow" | "deny" | "expect");
    let is_arrow = matches!(found.kind, Kind::Arrow | Kind::WrongArrow);
    if is_rule
        && is_arrow
        && let Some(first) = broken.context.arrow
    {
        return Some(
            broken
                .report(
                    &codes::SECOND_ARROW,
                    found,
                    format!("a second {} in one rule", quote(broken.word(broken.at))),
                )
                .also(broken.span(first), "the first one")
                .help("write one rule for each arrow"),
        );
    }
    let span = wrong(broken)?;
    let arrow = broken.slice(span);
    let mark = if broken.expects(Rule::ARROW) || is_rule {
        "->"
    } else if broken.expects(Rule::EQUALS) || broken.within {
        "="
    } else {
        return None;
    };
    let diagnostic = Diagnostic::new(
        &codes::WRONG_ARROW,
        span,
        format!("expected `{mark}`, found {}", quote(arrow)),
    );
    Some(if both_ways(arrow) {
        diagnostic.help("write two rules, one for each direction")
    } else if backwards(arrow) {
        diagnostic.help("write the source first: `SOURCE -> TARGET`")
    } else {
        diagnostic.fix(format!("write `{mark}`"), span, mark)
    })
}

/// The place of what was written for an arrow.
fn wrong(broken: &Broken<'_>) -> Option<Span> {
    let found = broken.found()?;
    if found.kind == Kind::WrongArrow {
        return Some(broken.span(found));
    }
    match broken.word(broken.at) {
        "-" if broken.expects(Rule::ARROW) && broken.word(broken.at + 1) == ">" => broken
            .token(broken.at + 1)
            .map(|head| broken.range(found, head)),
        "to" | ">" if broken.expects(Rule::ARROW) => Some(broken.span(found)),
        dash if broken.expects(Rule::ARROW) && !dash.is_empty() && dash.chars().all(is_dash) => {
            Some(broken.span(found))
        }
        ">" => broken
            .before()
            .filter(|before| before.kind == Kind::Arrow && before.touches(found))
            .map(|before| broken.range(before, found)),
        _ => None,
    }
}

fn backwards(arrow: &str) -> bool {
    arrow.starts_with(['<', '←', '⇐', '⟵'])
}

fn both_ways(arrow: &str) -> bool {
    arrow.starts_with(['↔', '⇔', '⟷']) || (arrow.starts_with('<') && arrow.ends_with('>'))
}
