//! How a name is written in a place.

use smol_str::SmolStr;

use crate::format;
use crate::resolve::Role;
use crate::source::Span;
use crate::syntax;
use crate::syntax::ast::Name;

/// The text of a name in the place of another one.
pub(super) fn spelled(text: &str, span: Span, role: Role, name: &SmolStr) -> String {
    let name = Name {
        text: name.clone(),
        span,
        quoted: false,
    };
    let written = match role {
        Role::Pods => format::place_name(&name),
        Role::Declaration | Role::Peer | Role::Namespace => format::peer_name(&name),
    };
    if is_misread(text, span, &name.text) {
        format::string(&name)
    } else {
        written
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
