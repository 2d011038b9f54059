//! Names and strings.

use crate::format::out::Out;
use crate::syntax::ast::Name;

/// The words that are no bare names of peers.
const RESERVED_PEERS: [&str; 5] = ["any", "except", "because", "ingress", "egress"];

/// The words that are no bare names of ports.
const RESERVED_PORTS: [&str; 3] = ["service", "ingress", "egress"];

/// A name where any word may stand: bare if it can be, else in quotes.
pub(super) fn name(name: &Name, out: &mut impl Out) {
    word(name, is_bare(&name.text), out);
}

/// The name of a peer, where it is used or declared.
pub(super) fn peer_name(name: &Name, out: &mut impl Out) {
    word(name, is_bare_peer(&name.text), out);
}

/// Whether a word names a peer without quotes.
pub(super) fn is_bare_peer(text: &str) -> bool {
    !RESERVED_PEERS.contains(&text) && is_bare(text)
}

/// A name beside a `/`, where only `any` is no bare one.
pub(super) fn place_name(name: &Name, out: &mut impl Out) {
    word(name, is_bare_place(&name.text), out);
}

/// Whether a word needs no quotes beside a `/`.
pub(super) fn is_bare_place(text: &str) -> bool {
    text != "any" && is_bare(text)
}

/// The name of a port.
pub(super) fn port_name(name: &Name, out: &mut impl Out) {
    word(name, is_bare_port(&name.text), out);
}

/// Whether a word names a port without quotes.
pub(super) fn is_bare_port(text: &str) -> bool {
    !RESERVED_PORTS.contains(&text) && is_bare(text)
}

/// A label key: a name with an optional prefix.
pub(super) fn label_key(key: &Name, out: &mut impl Out) {
    word(key, is_bare_key(&key.text), out);
}

/// Whether a word is a label key without quotes.
pub(super) fn is_bare_key(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, rest)) => is_bare(prefix) && is_bare(rest),
        None => is_bare(text),
    }
}

/// A label value: letters, digits, `-`, `_` and `.` need no quotes.
pub(super) fn label_value(value: &Name, out: &mut impl Out) {
    word(value, is_bare_value(&value.text), out);
}

/// Whether a word is a label value without quotes.
pub(super) fn is_bare_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_name_byte)
}

/// A string, in quotes whatever it holds.
pub(super) fn string(name: &Name, out: &mut impl Out) {
    word(name, false, out);
}

fn word(name: &Name, bare: bool, out: &mut impl Out) {
    if bare {
        out.bare(&name.text);
    } else {
        out.text(&quoted(&name.text));
    }
}

/// A word in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out.push('"');
    out
}

/// Whether a word is a name without quotes.
pub(super) fn is_bare(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_name_byte)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}
