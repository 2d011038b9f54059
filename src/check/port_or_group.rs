//! The lint of IPv6 addresses whose last group is read as a port by people: `2001:db8::1:443`.

use std::net::Ipv6Addr;

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{Ast, Peer, PeerKind, StatementKind, Target};

/// Warns of the targets of a file's rules that may be meant to have a port.
///
/// A `service` cannot be mistaken so: it has to have ports.
pub(super) fn check(ast: &Ast) -> Vec<Diagnostic> {
    let rules = ast.statements.iter().filter_map(|one| match &one.kind {
        StatementKind::Rule(rule) => Some(rule),
        _ => None,
    });
    rules
        .flat_map(|rule| &rule.targets)
        .filter_map(|target| doubtful(last_peer(target)?))
        .collect()
}

/// The peer that a target ends with, where nothing stands behind it.
fn last_peer(target: &Target) -> Option<&Peer> {
    let expr = &target.peer;
    let last = expr.except.last().unwrap_or(&expr.peer);
    (last.span.end == target.span.end).then_some(last)
}

fn doubtful(peer: &Peer) -> Option<Diagnostic> {
    let PeerKind::Address(address) = &peer.kind else {
        return None;
    };
    // In brackets the whole is an address, and says so.
    if address.span != peer.span {
        return None;
    }
    let whole = &address.text;
    let (host, port) = split(whole)?;
    let message = format!("`{whole}` is one address: its last group `{port}` is no port");
    let diagnostic = Diagnostic::new(&codes::PORT_OR_GROUP, peer.span, message);
    Some(diagnostic.help(format!(
        "for the port write `[{host}]:{port}`, for the address `[{whole}]`"
    )))
}

/// An address and a port, where an address can be read as the two.
fn split(text: &str) -> Option<(&str, &str)> {
    let (host, port) = text.rsplit_once(':')?;
    let digits = (2..=4).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let like_a_port = digits && !port.starts_with('0');
    let is_address = |text: &str| text.parse::<Ipv6Addr>().is_ok();
    (like_a_port && is_address(text) && is_address(host)).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_an_address_without_it_is_like_a_port() {
        for (text, parts) in [
            ("2001:db8::1:443", Some(("2001:db8::1", "443"))),
            ("::1:80", Some(("::1", "80"))),
            ("::1:9999", Some(("::1", "9999"))),
            ("::1:8", None),
            ("::1:080", None),
            ("::1:44e", None),
            ("2001:db8::1", None),
            ("2001:db8::443", None),
            ("2001:db8::1:443/128", None),
            ("1:2:3:4:5:6:7:443", None),
            ("1:2:3:4:5:6:7:8:443", None),
            ("::1:10443", None),
        ] {
            assert_eq!(split(text), parts, "{text}");
        }
    }
}
