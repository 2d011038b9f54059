//! Space where none may stand: around a `/`, the colon of a port, the dash of a range.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::lexer::{Kind, Token};

/// Explains the space beside the mark at fault, or between a mark and the token at fault.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let marks = [Some(broken.at), broken.at.checked_sub(1)];
    marks
        .into_iter()
        .flatten()
        .find_map(|index| around_mark(broken, index))
        .or_else(|| around_dash(broken))
}

fn around_mark(broken: &Broken<'_>, index: usize) -> Option<Diagnostic> {
    let mark = broken.token(index)?;
    let has_ports = matches!(broken.keyword(), "allow" | "deny" | "expect" | "service");
    let fits = match mark.kind {
        Kind::Slash => true,
        Kind::Colon => has_ports && !broken.context.in_selector,
        _ => false,
    };
    let left = broken.token(index.checked_sub(1)?)?;
    let right = broken.token(index + 1)?;
    (fits && index > 1).then(|| report(broken, left, mark, right))?
}

/// `8000 - 8999`, `8000- 8999` and `8000 -8999`, which are words of digits and dashes here.
fn around_dash(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    let before = broken.before()?;
    let word = broken.word(broken.at);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let left = before.text(broken.text);
    if word == "-" && digits(left) && digits(broken.word(broken.at + 1)) {
        let right = broken.token(broken.at + 1)?;
        return report(broken, before, found, right);
    }
    let split = (digits(left) && word.strip_prefix('-').is_some_and(digits))
        || (digits(word) && left.strip_suffix('-').is_some_and(digits));
    if !split || !broken.apart(before, found) {
        return None;
    }
    let span = broken.gap(before, found);
    Some(
        Diagnostic::new(
            &codes::SPACE_IN_TOKEN,
            span,
            "no space may stand around the `-` of a range",
        )
        .fix("remove the space", span, ""),
    )
}

fn report(broken: &Broken<'_>, left: Token, mark: Token, right: Token) -> Option<Diagnostic> {
    let ends = |kind| matches!(kind, Kind::Word | Kind::Text | Kind::Star | Kind::Close(_));
    let starts = |kind| matches!(kind, Kind::Word | Kind::Text | Kind::Star | Kind::Open(_));
    let apart = broken.apart(left, mark) || broken.apart(mark, right);
    if !apart || !ends(left.kind) || !starts(right.kind) {
        return None;
    }
    let span = broken.gap(left, right);
    let mark = mark.text(broken.text);
    let message = match mark {
        "-" => "no space may stand around the `-` of a range".to_owned(),
        mark => format!("no space may stand around this `{mark}`"),
    };
    Some(Diagnostic::new(&codes::SPACE_IN_TOKEN, span, message).fix("remove the space", span, mark))
}
