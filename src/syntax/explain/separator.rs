//! More than one statement on a line.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::keyword::starts_statement;

/// Explains a keyword behind a whole statement, and a `;`.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    if !broken.expects(Rule::EOI) {
        return None;
    }
    let found = broken.found()?;
    let before = broken.before()?;
    if broken.word(broken.at) == ";" {
        let next = broken.token(broken.at + 1);
        let span = Span::new(
            broken.file,
            before.end,
            next.map_or(found.end, |next| next.start),
        );
        let (title, text) = match next {
            Some(_) => ("start a new line", "\n"),
            None => ("remove the `;`", ""),
        };
        return Some(
            broken
                .report(
                    &codes::UNEXPECTED_TOKEN,
                    found,
                    "a statement ends with its line, without a `;`",
                )
                .fix(title, span, text),
        );
    }
    if !starts_statement(broken.text, found) || broken.token(broken.at + 1).is_none() {
        return None;
    }
    let message = format!(
        "a second statement, {}, on one line",
        quote(broken.word(broken.at))
    );
    let diagnostic = broken
        .report(&codes::TWO_STATEMENTS, found, message)
        .help("write one statement a line");
    let rest = broken
        .text
        .get(found.start as usize..broken.chunk.end as usize)?;
    Some(if grammar::parse(rest).is_ok() {
        diagnostic.fix("start a new line", broken.gap(before, found), "\n")
    } else {
        diagnostic
    })
}
