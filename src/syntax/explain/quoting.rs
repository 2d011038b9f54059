//! Names and texts that need quotes.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::grammar::Rule;
use crate::syntax::keyword::declares;
use crate::syntax::lexer::{Kind, Token};

/// Explains a name with characters that only quotes allow, and a path or reason without quotes.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    text(broken).or_else(|| name(broken))
}

/// `use common.netpol`, `because a reason`
fn text(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    if !broken.expects(Rule::FILLED_STRING) || broken.expects_name() {
        return None;
    }
    let because = broken.before()?.text(broken.text) == "because";
    let path = broken.at == 1 && matches!(broken.keyword(), "use" | "manifests");
    if !because && !path {
        return None;
    }
    let behind = broken.tokens.get(broken.at..)?;
    if behind
        .iter()
        .any(|token| matches!(token.kind, Kind::Text | Kind::OpenText))
    {
        return None;
    }
    let what = if because { "a reason" } else { "a path" };
    let span = Span::new(broken.file, found.start, broken.chunk.end);
    let written = broken.slice(span);
    let diagnostic = Diagnostic::new(
        &codes::UNQUOTED_NAME,
        span,
        format!("{what} stands in double quotes: {}", quote(written)),
    );
    let quoted = format!("\"{written}\"");
    Some(if broken.parses_with(span, &quoted) {
        diagnostic.fix("put it in quotes", span, quoted)
    } else {
        diagnostic
    })
}

fn name(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    let glued = broken.before().is_some_and(|before| {
        before.kind == Kind::Word && before.touches(found) && part(broken, found)
    });
    if !(glued || broken.within || broken.expects_name()) {
        return None;
    }
    let span = run(broken, found)?;
    let written = broken.slice(span);
    let number = written.bytes().all(|byte| byte.is_ascii_digit());
    let names = declares(broken.keyword()) || matches!(broken.keyword(), "label" | "prefix");
    // A number is no name that someone forgot to quote, but where names are declared.
    if is_plain(written) || (number && !names) || broken.at == 0 {
        return None;
    }
    let message = format!("the name {} needs quotes", quote(written));
    let diagnostic = Diagnostic::new(&codes::UNQUOTED_NAME, span, message)
        .note("without quotes, a name is a letter and then letters, digits, `-`, `_` and `.`");
    let quoted = format!("\"{written}\"");
    // No name of Kubernetes starts with a mark, so quotes alone would not mend it.
    if !written.starts_with(char::is_alphanumeric) || !broken.parses_with(span, &quoted) {
        return Some(diagnostic);
    }
    Some(diagnostic.fix(format!("write {}", quote(&quoted)), span, quoted))
}

/// Whether it is a name without quotes already.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The characters around the token at fault that one name may be meant by.
fn run(broken: &Broken<'_>, found: Token) -> Option<Span> {
    if !part(broken, found) {
        return None;
    }
    let token = |index: usize| broken.token(index).filter(|token| part(broken, *token));
    let mut first = found;
    let mut index = broken.at;
    while let Some(left) = index.checked_sub(1).and_then(token)
        && left.touches(first)
    {
        first = left;
        index -= 1;
    }
    let mut last = found;
    index = broken.at + 1;
    while let Some(right) = token(index)
        && last.touches(right)
    {
        last = right;
        index += 1;
    }
    Some(broken.range(first, last))
}

fn part(broken: &Broken<'_>, token: Token) -> bool {
    match token.kind {
        Kind::Word => true,
        Kind::Bang => !broken.context.in_selector,
        Kind::Other => token
            .text(broken.text)
            .chars()
            .all(|c| matches!(c, '@' | '$' | '%' | '^' | '~' | '+' | '?' | '\\') || !c.is_ascii()),
        _ => false,
    }
}
