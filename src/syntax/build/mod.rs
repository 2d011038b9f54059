//! From pest's pairs to [`ast`](crate::syntax::ast).
//!
//! The grammar has already accepted the text, so nothing here judges. A pair that is missing where
//! the grammar promises one gives `None`.

mod name;
mod peer;
mod port;
mod selector;
mod statement;

use pest::iterators::{Pair, Pairs};

use crate::source::{FileId, Span};
use crate::syntax::ast::Statement;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::offset;

pub(super) use name::held_text;

/// Turns a parsed statement into its AST. Its text starts at the byte `base` of `file`.
pub(super) fn statement(file: FileId, base: u32, pair: Pair<'_, Rule>) -> Option<Statement> {
    let at = Place { file, base };
    let span = at.span(&pair);
    let kind = statement::kind(at, inner(pair, Rule::statement)?.next()?)?;
    Some(Statement { span, kind })
}

/// Where a statement's text lies.
#[derive(Clone, Copy)]
struct Place {
    file: FileId,
    base: u32,
}

impl Place {
    fn span(self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.range(span.start(), span.end())
    }

    fn range(self, start: usize, end: usize) -> Span {
        Span::new(
            self.file,
            self.base.saturating_add(offset(start)),
            self.base.saturating_add(offset(end)),
        )
    }
}

/// The pairs within `pair`, which has to be of this rule.
fn inner(pair: Pair<'_, Rule>, rule: Rule) -> Option<Pairs<'_, Rule>> {
    (pair.as_rule() == rule).then(|| pair.into_inner())
}

/// A list without room to grow: most have one item, and a program has many lists.
fn exact<T>(mut items: Vec<T>) -> Vec<T> {
    items.shrink_to_fit();
    items
}
