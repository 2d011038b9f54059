//! How a file begins, as far as it matters to the names of its objects.

use smol_str::SmolStr;

use crate::source::Span;
use crate::syntax::ast::{Ast, StatementKind};

/// The prefix of an input, and where one could be written.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// What it puts before the names of its objects.
    pub(super) prefix: Option<SmolStr>,
    /// Its first statement.
    pub(super) first: Option<Span>,
}

impl Opening {
    /// The opening of a file, or of none.
    pub(super) fn of(ast: Option<&Ast>) -> Self {
        let statements = ast.map_or(&[][..], |ast| &ast.statements);
        let mut prefixes = statements.iter().filter_map(|one| match &one.kind {
            StatementKind::Prefix(name) => Some(name.text.clone()),
            _ => None,
        });
        Self {
            prefix: prefixes.next(),
            first: statements.first().map(|one| one.span),
        }
    }
}
