//! Peers and targets.

use crate::format::out::{Brackets, Out, list};
use crate::format::word::{peer_name, place_name, string};
use crate::format::{port, selector};
use crate::source::Span;
use crate::syntax::ast::{
    Direction, Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Ports, Target,
};

/// A peer with its `except`.
pub(super) fn write<O: Out>(expr: &PeerExpr, out: &mut O) {
    followed(expr, false, out);
}

/// A target: peer, ports, direction.
pub(super) fn target<O: Out>(target: &Target, out: &mut O) {
    with_ports(&target.peer, target.ports.as_ref(), target.direction, out);
}

/// A peer with what follows it, `:80:ingress`.
pub(super) fn with_ports<O: Out>(
    expr: &PeerExpr,
    ports: Option<&Ports>,
    direction: Option<Direction>,
    out: &mut O,
) {
    let colon = ports.is_some() || direction.is_some();
    match &expr.peer.kind {
        PeerKind::Name(name)
            if name.quoted && !colon && expr.except.is_empty() && out.keeps_marks() =>
        {
            string(name, out);
        }
        _ => followed(expr, colon, out),
    }
    if let Some(list) = ports {
        out.text(":");
        port::write(list, out);
    }
    if let Some(direction) = direction {
        out.text(":");
        out.text(self::direction(direction));
    }
}

/// `ingress` or `egress`.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

/// A peer with its `except`, and whether a `:` follows: an IPv6 address takes that in brackets.
fn followed<O: Out>(expr: &PeerExpr, colon: bool, out: &mut O) {
    peer(&expr.peer, colon && expr.except.is_empty(), out);
    if expr.except.is_empty() {
        return;
    }
    out.text(" except ");
    let start = expr.peer.span.end;
    let span = Span { start, ..expr.span };
    // What stands in parentheses has no ports either: brackets say so as well.
    let ends = expr.except.last().map(|last| last.span.end);
    let stays = out.keeps_marks() && ends != Some(expr.span.end);
    let is_only = expr.except.len() == 1;
    let one = |one: &Peer, out: &mut O| peer(one, is_only && (colon || stays), out);
    list(Brackets::Several, span, &expr.except, one, out);
}

fn peer(peer: &Peer, colon: bool, out: &mut impl Out) {
    match &peer.kind {
        PeerKind::Any => out.text("any"),
        PeerKind::All => out.text("*"),
        PeerKind::Name(name) => peer_name(name, out),
        PeerKind::Selector(pods) => selector::write(pods, out),
        PeerKind::Address(address) => {
            let stay = peer.span != address.span && out.keeps_marks();
            if stay || !is_bare(address) || (colon && opens_in_brackets(address)) {
                bracketed(address, out);
            } else {
                out.text(&address.text);
            }
        }
        PeerKind::In(namespace, pods) => {
            namespace_part(namespace, out);
            out.text("/");
            pod_part(pods, out);
        }
    }
}

/// Whether an address is read as one without brackets. Only such as are refused later are not: `[2001:]`,
/// or one with a zone.
fn is_bare(address: &Name) -> bool {
    let (digits, length) = match address.text.split_once('/') {
        Some((digits, length)) => (digits, length),
        None => (address.text.as_str(), "0"),
    };
    let colons = digits.matches(':').count();
    let digit = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let signed = colons == 0 || colons >= 7 || digits.contains("::");
    let counted = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    signed && digits.bytes().all(digit) && !length.is_empty() && length.bytes().all(counted)
}

/// Whether it is read as an address in brackets: others are IPv4, or refused later, and have a prefix
/// length before their ports, as `1.2::3/8:80`.
fn opens_in_brackets(address: &Name) -> bool {
    let start = address.text.split_once(':').map(|(start, _)| start);
    start.is_some_and(|start| start.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn bracketed(address: &Name, out: &mut impl Out) {
    out.text("[");
    out.text(&address.text);
    out.text("]");
}

fn namespace_part(part: &NamespacePart, out: &mut impl Out) {
    match part {
        NamespacePart::Name(namespace) => place_name(namespace, out),
        NamespacePart::Selector(labels) => selector::write(labels, out),
        NamespacePart::All => out.text("*"),
    }
}

fn pod_part(part: &PodPart, out: &mut impl Out) {
    match part {
        PodPart::Name(workload) => place_name(workload, out),
        PodPart::Selector(labels) => selector::write(labels, out),
        PodPart::All => out.text("*"),
    }
}
