//! Names and strings.

use crate::syntax::ast::Name;

/// The words that are no bare names of peers.
const RESERVED_PEERS: [&str; 5] = ["any", "except", "because", "ingress", "egress"];

/// The words that are no bare names of ports.
const RESERVED_PORTS: [&str; 3] = ["service", "ingress", "egress"];

/// A name where any word may stand: bare if it can be, else in quotes.
pub fn name(name: &Name) -> String {
    unless(name, is_bare(&name.text))
}

/// The name of a peer.
pub(super) fn peer_name(name: &Name) -> String {
    unless(
        name,
        is_bare(&name.text) && !RESERVED_PEERS.contains(&name.text.as_str()),
    )
}

/// The name of a port.
pub(super) fn port_name(name: &Name) -> String {
    unless(
        name,
        is_bare(&name.text) && !RESERVED_PORTS.contains(&name.text.as_str()),
    )
}

/// A label key: a name with an optional prefix.
pub(super) fn label_key(key: &Name) -> String {
    let bare = match key.text.split_once('/') {
        Some((prefix, rest)) => is_bare(prefix) && is_bare(rest),
        None => is_bare(&key.text),
    };
    unless(key, bare)
}

/// A label value: letters, digits, `-`, `_` and `.` need no quotes.
pub(super) fn label_value(value: &Name) -> String {
    unless(
        value,
        !value.text.is_empty() && value.text.chars().all(is_name_char),
    )
}

/// A string, in quotes whatever it holds.
pub(super) fn string(name: &Name) -> String {
    quoted(&name.text)
}

fn unless(name: &Name, bare: bool) -> String {
    if bare {
        name.text.to_string()
    } else {
        quoted(&name.text)
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

fn is_bare(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_name_char)
}

fn is_name_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.')
}
