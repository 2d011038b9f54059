//! Peers and targets.

use crate::format::word::{peer_name, place_name};
use crate::format::{commas, port, selector};
use crate::syntax::ast::{
    Direction, Name, NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Ports, Target,
};

/// A peer with its `except`.
pub(super) fn write(expr: &PeerExpr, out: &mut String) {
    peer(&expr.peer, out);
    match expr.except.as_slice() {
        [] => {}
        [one] => {
            out.push_str(" except ");
            peer(one, out);
        }
        several => {
            out.push_str(" except (");
            commas(several, peer, out);
            out.push(')');
        }
    }
}

/// A target: peer, ports, direction.
pub(super) fn target(target: &Target, out: &mut String) {
    with_ports(&target.peer, target.ports.as_ref(), target.direction, out);
}

/// A peer with what follows it, `:80:ingress`. An IPv6 address takes it in brackets.
pub(super) fn with_ports(
    expr: &PeerExpr,
    ports: Option<&Ports>,
    direction: Option<Direction>,
    out: &mut String,
) {
    let start = out.len();
    write(expr, out);
    if ports.is_none() && direction.is_none() {
        return;
    }
    let last = match expr.except.as_slice() {
        [] => Some(&expr.peer),
        [one] => Some(one),
        _ => None,
    };
    if let Some(PeerKind::Address(address)) = last.map(|peer| &peer.kind)
        && is_bare(address)
        && opens_in_brackets(address)
    {
        out.truncate(start.max(out.len() - address.text.len()));
        bracketed(address, out);
    }
    if let Some(list) = ports {
        out.push(':');
        port::write(list, out);
    }
    if let Some(direction) = direction {
        out.push(':');
        out.push_str(self::direction(direction));
    }
}

/// `ingress` or `egress`.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

fn peer(peer: &Peer, out: &mut String) {
    match &peer.kind {
        PeerKind::Any => out.push_str("any"),
        PeerKind::All => out.push('*'),
        PeerKind::Name(name) => peer_name(name, out),
        PeerKind::Selector(pods) => selector::write(pods, out),
        PeerKind::Address(address) if is_bare(address) => out.push_str(&address.text),
        PeerKind::Address(address) => bracketed(address, out),
        PeerKind::In(namespace, pods) => {
            namespace_part(namespace, out);
            out.push('/');
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

fn bracketed(address: &Name, out: &mut String) {
    out.push('[');
    out.push_str(&address.text);
    out.push(']');
}

fn namespace_part(part: &NamespacePart, out: &mut String) {
    match part {
        NamespacePart::Name(namespace) => place_name(namespace, out),
        NamespacePart::Selector(labels) => selector::write(labels, out),
        NamespacePart::All => out.push('*'),
    }
}

fn pod_part(part: &PodPart, out: &mut String) {
    match part {
        PodPart::Name(workload) => place_name(workload, out),
        PodPart::Selector(labels) => selector::write(labels, out),
        PodPart::All => out.push('*'),
    }
}
