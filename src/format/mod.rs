//! From the [`ast`](crate::syntax::ast) to canonical text.
//!
//! [`statement`] spells one statement on one line: what comments in the output quote. Spaces, line
//! breaks and needless parentheses of the source leave no trace; order and names are the author's.
//! [`program`] lays out a whole text, with its comments, on lines of a limited width. What a statement
//! looks like on them is said once, in terms of `out`.

mod layout;
mod out;
mod peer;
mod port;
mod same;
mod selector;
mod statement;
mod word;
mod word_place;

pub use word_place::WordPlace;

use crate::syntax::ast::{Ast, Name, PeerExpr, Ports, Selector, Statement, Target};

/// A whole text in its canonical form: of what was read from `text` without an error.
pub fn program(ast: &Ast, text: &str) -> String {
    layout::program(ast, text)
}

/// A statement in its canonical form: one line or several, each with its end. Comments that stand within it
/// are left out.
pub fn lines(statement: &Statement) -> String {
    layout::lines(statement)
}

/// Whether two texts say the same, but for places, quotes and parentheses that nothing needs, and comments.
pub fn same(one: &Ast, other: &Ast) -> bool {
    same::same(one, other)
}

/// A statement on one line.
pub fn statement(statement: &Statement) -> String {
    let mut out = String::with_capacity(80);
    statement::write(statement, &mut out);
    out
}

/// A peer with its `except`.
pub fn peer_expr(expr: &PeerExpr) -> String {
    written(expr, peer::write)
}

/// A target with its ports and direction.
pub fn target(target: &Target) -> String {
    written(target, peer::target)
}

/// A selector, in its brackets.
pub fn selector(selector: &Selector) -> String {
    written(selector, selector::write)
}

/// Ports, without the colon: several stand in parentheses.
pub fn ports(ports: &Ports) -> String {
    written(ports, port::write)
}

/// A name: in quotes where it needs them.
pub fn name(name: &Name) -> String {
    written(name, word::name)
}

/// Whether a word names a peer without quotes.
pub fn is_bare_peer(text: &str) -> bool {
    word::is_bare_peer(text)
}

/// A word in quotes.
pub fn quoted(text: &str) -> String {
    word::quoted(text)
}

fn written<T>(item: &T, write: impl Fn(&T, &mut String)) -> String {
    let mut out = String::new();
    write(item, &mut out);
    out
}
