//! The statement at a place.

use crate::driver::Snapshot;
use crate::source::FileId;
use crate::syntax::ast::{Ast, Statement};

/// The statements of a file.
pub(super) fn ast(snapshot: &Snapshot, file: FileId) -> Option<&Ast> {
    snapshot.program.ast(snapshot.program.index_of(file)?)
}

/// The statement that a byte of a file is in, or that ends there.
pub(super) fn at(snapshot: &Snapshot, file: FileId, offset: u32) -> Option<&Statement> {
    let statements = &ast(snapshot, file)?.statements;
    let before = statements.partition_point(|one| one.span.start <= offset);
    let statement = statements.get(before.checked_sub(1)?)?;
    (offset <= statement.span.end).then_some(statement)
}
