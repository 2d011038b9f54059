//! Where what stands at a place is declared.

use crate::driver::Snapshot;
use crate::source::{FileId, Span};
use crate::syntax::ast::StatementKind;

/// Where the name at a place is declared: in the texts, or in the manifests that tell of it; several places
/// where it means several things, or a namespace that has several sections. For the path of a `use` the start
/// of the file.
pub fn definitions(snapshot: &Snapshot, file: FileId, offset: u32) -> Vec<Span> {
    if let Some(start) = used(snapshot, file, offset) {
        return vec![start];
    }
    let index = snapshot.names();
    let Some(mention) = index.at(file, offset) else {
        return Vec::new();
    };
    let found = mention.definitions.iter();
    let found = found.filter_map(|id| index.definition(*id));
    let mut places: Vec<Span> = found.flat_map(|one| one.places.iter().copied()).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The start of the file that the `use` at a place leads to.
fn used(snapshot: &Snapshot, file: FileId, offset: u32) -> Option<Span> {
    let index = snapshot.program.index_of(file)?;
    let mut statements = snapshot.program.ast(index)?.statements.iter();
    let is_here = |span: Span| (span.start..=span.end).contains(&offset);
    let span = statements.find_map(|statement| match &statement.kind {
        StatementKind::Use(path) if is_here(path.span) => Some(statement.span),
        _ => None,
    })?;
    let used = snapshot.program.used_at(index, span)?;
    let used = snapshot.program.ast(used)?.file;
    Some(Span::new(used, 0, 0))
}
