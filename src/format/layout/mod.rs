//! A text on lines: how statements are broken, and where comments stand.
//!
//! What a statement is spelt like is no concern of this: it is told through
//! [`Out`](crate::format::out::Out).

mod lines;
mod note;
mod tree;

use crate::format::layout::lines::Lines;
use crate::format::layout::note::{Note, breaks_before};
use crate::format::layout::tree::Tree;
use crate::syntax::ast::{Ast, Statement};

/// A whole text.
pub(super) fn program(ast: &Ast, text: &str) -> String {
    let mut lines = Lines::default();
    let notes = ast.comments.iter().map(|comment| Note::of(comment, text));
    let mut notes = notes.peekable();
    let mut is_first = true;
    for statement in &ast.statements {
        while let Some(note) = notes.next_if(|note| note.span.start < statement.span.start) {
            start(&mut lines, &mut is_first, note.is_apart);
            lines.push(note.text);
        }
        let mut within = Vec::new();
        while let Some(note) = notes.next_if(|note| note.span.start < statement.span.end) {
            within.push(note);
        }
        let breaks = breaks_before(text, statement.span.start);
        start(
            &mut lines,
            &mut is_first,
            breaks.is_some_and(|breaks| breaks > 1),
        );
        lines.statement(&Tree::of(statement, &within));
        let behind = notes.next_if(|note| is_behind(statement, note, text));
        lines.behind(behind.as_ref());
    }
    for note in notes {
        start(&mut lines, &mut is_first, note.is_apart);
        lines.push(note.text);
    }
    if !is_first {
        lines.end_line(false);
    }
    lines.finish()
}

/// A statement without its comments.
pub(super) fn lines(statement: &Statement) -> String {
    let mut lines = Lines::default();
    lines.statement(&Tree::of(statement, &[]));
    lines.end_line(false);
    lines.finish()
}

/// Whether a comment stands on the last line of a statement.
fn is_behind(statement: &Statement, note: &Note<'_>, text: &str) -> bool {
    let between = text.get(statement.span.end as usize..note.span.start as usize);
    between.is_some_and(|between| !between.contains('\n'))
}

fn start(lines: &mut Lines, is_first: &mut bool, blank: bool) {
    if !std::mem::take(is_first) {
        lines.end_line(blank);
    }
}
