//! Quotes and brackets without a partner, and lines that end too early.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::chunk::Fault;
use crate::syntax::explain::broken::Broken;
use crate::syntax::lexer::{Kind, Token};

/// Explains the mistake that the cut found, where no other stands before it.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let fault = broken.chunk.fault?;
    if let (Fault::UnclosedQuote(_), Some(found), Some(before)) =
        (fault, broken.found(), broken.before())
        && before.kind == Kind::Text
        && before.touches(found)
    {
        // `"b because "reason"`: the second quote was meant to open, so the first is the open one.
        return Some(unclosed_quote(broken, before));
    }
    if broken
        .found()
        .is_some_and(|found| found.start < fault.token().start)
    {
        return None;
    }
    Some(match fault {
        Fault::UnclosedQuote(token) => unclosed_quote(broken, token),
        Fault::UnclosedBracket(token) => unclosed_bracket(broken, token),
        Fault::StrayBracket(token, opening) => stray_bracket(broken, token, opening),
        Fault::Hanging(token) => hanging(broken, token),
    })
}

fn unclosed_quote(broken: &Broken<'_>, token: Token) -> Diagnostic {
    let quote = Span::new(broken.file, token.start, token.start.saturating_add(1));
    let diagnostic = Diagnostic::new(
        &codes::UNCLOSED_QUOTE,
        quote,
        "this string has no closing `\"`",
    )
    .help("close the string on the line that it starts on");
    let end = Span::new(broken.file, token.end, token.end);
    if token.kind == Kind::OpenText
        && !token.text(broken.text).contains('#')
        && broken.parses_with(end, "\"")
    {
        return diagnostic.fix("close the string", end, "\"");
    }
    diagnostic
}

fn unclosed_bracket(broken: &Broken<'_>, token: Token) -> Diagnostic {
    let opening = token.text(broken.text);
    let closing = partner(opening);
    let diagnostic = broken
        .report(
            &codes::UNCLOSED_BRACKET,
            token,
            format!("this `{opening}` is never closed"),
        )
        .help(format!("write the `{closing}` that belongs to it"));
    let end = Span::new(broken.file, broken.chunk.end, broken.chunk.end);
    let one_line = !broken.chunk.text(broken.text).contains('\n');
    if one_line && broken.parses_with(end, closing) {
        return diagnostic.fix(format!("write `{closing}`"), end, closing);
    }
    diagnostic
}

fn stray_bracket(broken: &Broken<'_>, token: Token, opening: Option<Token>) -> Diagnostic {
    let closing = token.text(broken.text);
    let Some(opening) = opening else {
        let message = format!("this `{closing}` closes nothing");
        let diagnostic = broken.report(&codes::STRAY_BRACKET, token, message);
        return if broken.parses_with(broken.span(token), "") {
            diagnostic.fix(format!("remove the `{closing}`"), broken.span(token), "")
        } else {
            diagnostic
        };
    };
    let opened = opening.text(broken.text);
    let right = partner(opened);
    broken
        .report(
            &codes::STRAY_BRACKET,
            token,
            format!("this `{closing}` cannot close `{opened}`"),
        )
        .also(broken.span(opening), format!("`{opened}` is open"))
        .fix(format!("write `{right}`"), broken.span(token), right)
}

fn hanging(broken: &Broken<'_>, token: Token) -> Diagnostic {
    let mark = token.text(broken.text);
    let diagnostic = broken.report(
        &codes::HANGING_LINE,
        token,
        format!("nothing follows this `{mark}`"),
    );
    let behind = broken.text.get(token.end as usize..).unwrap_or("").trim();
    diagnostic.help(if behind.is_empty() {
        format!("write what belongs behind the `{mark}`")
    } else {
        format!(
            "write what belongs behind the `{mark}`; a name spelt like a keyword needs quotes at \
             the start of a line"
        )
    })
}

fn partner(opening: &str) -> &'static str {
    if opening == "(" { ")" } else { "]" }
}
