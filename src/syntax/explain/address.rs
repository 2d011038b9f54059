//! Addresses that are almost right.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::lexer::{Bracket, Kind, Token, offset};

/// Explains brackets that an address lacks, or has for nothing, and what no address has: a zone, a
/// range, a namespace.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    if let Some(diagnostic) = in_namespace(broken).or_else(|| v4_in_brackets(broken)) {
        return Some(diagnostic);
    }
    if broken.context.in_selector {
        return None;
    }
    length_behind_bracket(broken)
        .or_else(|| zone(broken))
        .or_else(|| with_port(broken))
        .or_else(|| range(broken))
        .or_else(|| not_v4(broken))
}

/// `shop/10.0.0.0/8`, `shop/[::1]`
fn in_namespace(broken: &Broken<'_>) -> Option<Diagnostic> {
    let slash = [
        broken.at,
        broken.at.checked_sub(1)?,
        broken.at.checked_sub(2)?,
    ]
    .into_iter()
    .find(|index| broken.kind(*index) == Some(Kind::Slash))?;
    let namespace = broken.token(slash.checked_sub(1)?)?;
    let named = matches!(namespace.kind, Kind::Word | Kind::Text | Kind::Star);
    let address = literal(broken, slash + 1)?;
    if !named || is_literal(broken.word(slash.checked_sub(1)?)) {
        return None;
    }
    let span = broken.span(namespace).to(address);
    let message = format!(
        "an address is in no namespace, found {}",
        quote(broken.slice(span))
    );
    Some(
        Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message).help(format!(
            "write the address alone: {}",
            quote(broken.slice(address))
        )),
    )
}

/// The address that starts at an index, with its brackets.
fn literal(broken: &Broken<'_>, index: usize) -> Option<Span> {
    let first = broken.token(index)?;
    let closing = broken.tokens.iter().skip(index);
    let closing = closing
        .copied()
        .find(|token| matches!(token.kind, Kind::Close(_)));
    let span = match first.kind {
        Kind::Open(Bracket::Square) => {
            let span = broken.range(first, closing?);
            let inner = broken.slice(span).trim_matches(['[', ']']);
            return is_literal(inner).then_some(span);
        }
        Kind::Word if is_literal(broken.word(index)) => {
            let slash = broken.kind(index + 1) == Some(Kind::Slash);
            let length = broken.token(index + 2).filter(|_| slash);
            let whole = broken.range(first, length.unwrap_or(first));
            let whole = Some(whole).filter(|whole| is_literal(broken.slice(*whole)));
            return whole.or(Some(broken.span(first)));
        }
        _ => run(broken, index, |token| {
            matches!(token.kind, Kind::Word | Kind::Colon)
        })?,
    };
    is_literal(broken.slice(span)).then_some(span)
}

/// Whether it is an address or a CIDR.
fn is_literal(text: &str) -> bool {
    let (address, length) = text.split_once('/').unwrap_or((text, "0"));
    address.parse::<IpAddr>().is_ok() && is_number(length)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[10.0.0.1]:80`
fn v4_in_brackets(broken: &Broken<'_>) -> Option<Diagnostic> {
    let index = match broken.kind(broken.at)? {
        Kind::Open(_) => broken.at,
        _ => broken.at.checked_sub(1)?,
    };
    let open = broken.token(index)?;
    if open.kind != Kind::Open(Bracket::Square) {
        return None;
    }
    let span = literal(broken, index)?;
    let written = broken.slice(span);
    let address = written.trim_matches(['[', ']']);
    if address.contains(':') {
        return None;
    }
    let message = format!(
        "an IPv4 address takes no brackets, found {}",
        quote(written)
    );
    let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message);
    let title = format!("write {}", quote(address));
    Some(if broken.parses_with(span, address) {
        diagnostic.fix(title, span, address)
    } else {
        diagnostic.help(title)
    })
}

/// `[2001:db8::]/32`
fn length_behind_bracket(broken: &Broken<'_>) -> Option<Diagnostic> {
    broken.found().filter(|token| token.kind == Kind::Slash)?;
    let close = broken.before()?;
    let length = broken.token(broken.at + 1)?;
    let before = broken.tokens.get(..broken.at)?;
    let open = before
        .iter()
        .rev()
        .find(|token| matches!(token.kind, Kind::Open(_)))?;
    let brackets = broken.range(*open, close);
    let address = broken
        .slice(brackets)
        .strip_prefix('[')?
        .strip_suffix(']')?;
    if address.parse::<Ipv6Addr>().is_err() || !is_number(length.text(broken.text)) {
        return None;
    }
    let written = format!("[{address}/{}]", length.text(broken.text));
    let span = broken.range(*open, length);
    let diagnostic = Diagnostic::new(
        &codes::UNEXPECTED_TOKEN,
        span,
        "the prefix length belongs within the brackets",
    );
    let title = format!("write {}", quote(&written));
    Some(if broken.parses_with(span, &written) {
        diagnostic.fix(title, span, written)
    } else {
        diagnostic.help(title)
    })
}

/// `fe80::1%eth0`
fn zone(broken: &Broken<'_>) -> Option<Diagnostic> {
    let span = run(broken, broken.at, |token| {
        matches!(token.kind, Kind::Word | Kind::Colon) || token.text(broken.text) == "%"
    })?;
    let (address, behind) = broken.slice(span).split_once('%')?;
    address.parse::<Ipv6Addr>().ok()?;
    let zone = behind.split(':').next().unwrap_or("");
    let end = span
        .start
        .saturating_add(offset(address.len() + 1 + zone.len()));
    let span = Span::new(broken.file, span.start, end);
    let message = format!(
        "an address in a policy has no zone, found {}",
        quote(broken.slice(span))
    );
    Some(
        Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message)
            .note("a policy holds on every interface of a node")
            .help(format!("leave {} out", quote(&format!("%{zone}")))),
    )
}

fn with_port(broken: &Broken<'_>) -> Option<Diagnostic> {
    let span = run(broken, broken.at, |token| {
        matches!(token.kind, Kind::Word | Kind::Colon)
    })?;
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

/// The tokens of a kind around an index that stand without a gap.
fn run(broken: &Broken<'_>, index: usize, is_part: impl Fn(Token) -> bool) -> Option<Span> {
    let part = |index: usize| broken.token(index).filter(|token| is_part(*token));
    let mut first = part(index)?;
    let mut last = first;
    let mut left = index;
    while let Some(token) = left.checked_sub(1).and_then(part)
        && token.touches(first)
    {
        first = token;
        left -= 1;
    }
    let mut right = index + 1;
    while let Some(token) = part(right)
        && last.touches(token)
    {
        last = token;
        right += 1;
    }
    Some(broken.range(first, last))
}

/// `10.0.0.0/24-80`
fn range(broken: &Broken<'_>) -> Option<Diagnostic> {
    let address = broken.found()?;
    let length = broken.token(broken.at + 2)?;
    let (low, high) = length.text(broken.text).split_once('-')?;
    broken.word(broken.at).parse::<Ipv4Addr>().ok()?;
    if broken.kind(broken.at + 1) != Some(Kind::Slash) || !is_number(low) {
        return None;
    }
    let span = broken.range(address, length);
    let message = format!(
        "an address takes no range, found {}",
        quote(broken.slice(span))
    );
    let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TOKEN, span, message);
    Some(if is_number(high) {
        diagnostic.help("write ports behind a `:`, such as `10.0.0.0/24:8000-8999`")
    } else {
        diagnostic.help("write a range of addresses as CIDRs, such as `10.0.0.0/24`")
    })
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
