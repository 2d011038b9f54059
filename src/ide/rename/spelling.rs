//! How a name is written in a place.

use smol_str::SmolStr;

use crate::format::{self, WordPlace};
use crate::resolve::Role;
use crate::source::Span;
use crate::syntax;

/// The text of a name in the place of another one.
pub(super) fn spelled(text: &str, span: Span, role: Role, name: &SmolStr) -> String {
    let place = match role {
        Role::Pods => WordPlace::BesideSlash,
        Role::Declaration | Role::Peer | Role::Namespace => WordPlace::Peer,
    };
    if place.takes_bare(name) && !is_misread(text, span, name) {
        name.to_string()
    } else {
        format::quoted(name)
    }
}

/// Whether a bare name would be read as part of what stands beside it, or as the start of a statement.
fn is_misread(text: &str, span: Span, name: &str) -> bool {
    let range = span.range();
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let joins = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
    let line = before.rsplit('\n').next().unwrap_or_default();
    let touches = before.ends_with(joins)
        || behind.starts_with(joins) && !behind.starts_with("->")
        || behind.starts_with("->") && name.ends_with('-');
    touches || line.trim().is_empty() && syntax::is_keyword(name)
}
