//! From the [`ast`](crate::syntax::ast) to canonical text.
//!
//! [`statement`] spells one statement on one line: what comments in the output quote. Spaces, line
//! breaks and needless parentheses of the source leave no trace; order and names are the author's.

mod peer;
mod port;
mod selector;
mod statement;
mod word;

use crate::syntax::ast::{Name, PeerExpr, Ports, Selector, Statement, Target};

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

fn written<T>(item: &T, write: impl Fn(&T, &mut String)) -> String {
    let mut out = String::new();
    write(item, &mut out);
    out
}

/// `one, two, three`
fn commas<T>(items: &[T], one: impl Fn(&T, &mut String), out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        one(item, out);
    }
}
