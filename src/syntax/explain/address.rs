//! Addresses that are almost right.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::Kind;

/// Explains an IPv6 address with a port that needs brackets, and words that only start like IPv4.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    if broken.context.in_selector {
        return None;
    }
    with_port(broken).or_else(|| not_v4(broken))
}

fn with_port(broken: &Broken<'_>) -> Option<Diagnostic> {
    let span = run(broken)?;
    let text = broken.slice(span);
    let (address, port) = text.rsplit_once(':')?;
    let address6 = address.contains("::") || address.matches(':').count() >= 7;
    let hex = |c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '.');
    if !address6 || !address.chars().all(hex) || port.is_empty() {
        return None;
    }
    let written = format!("[{address}]:{port}");
    Some(
        Diagnostic::new(
            &codes::UNEXPECTED_TOKEN,
            span,
            format!("the IPv6 address of {} needs brackets", quote(text)),
        )
        .fix(format!("write {}", quote(&written)), span, written),
    )
}

/// The words and colons around the token at fault that stand without a gap.
fn run(broken: &Broken<'_>) -> Option<Span> {
    let part = |index: usize| {
        broken
            .token(index)
            .filter(|token| matches!(token.kind, Kind::Word | Kind::Colon))
    };
    let mut first = part(broken.at)?;
    let mut last = first;
    let mut index = broken.at;
    while let Some(left) = index.checked_sub(1).and_then(part)
        && left.touches(first)
    {
        first = left;
        index -= 1;
    }
    index = broken.at + 1;
    while let Some(right) = part(index)
        && last.touches(right)
    {
        last = right;
        index += 1;
    }
    Some(broken.range(first, last))
}

fn not_v4(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found().filter(|token| token.kind == Kind::Word)?;
    let word = broken.word(broken.at);
    let dotted = word.matches('.').count() >= 2 && word.starts_with(|c: char| c.is_ascii_digit());
    if !dotted || !broken.expects_name() {
        return None;
    }
    let diagnostic = broken.report(
        &codes::UNEXPECTED_TOKEN,
        found,
        format!("{} is no address", quote(word)),
    );
    Some(if word.contains('-') {
        diagnostic.help("write a range of addresses as CIDRs, such as `10.0.0.0/24`")
    } else {
        diagnostic.help("write an address or a CIDR, such as `10.0.0.0/24`, or a name in quotes")
    })
}
