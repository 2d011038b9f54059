//! The declarations of all files, searched.

use crate::driver::Snapshot;
use crate::ide::document_symbols::{SymbolKind, symbols_of};
use crate::source::Span;
use crate::syntax::ast::{Statement, StatementKind};

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name that is declared; of a section its namespaces.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Where the name stands.
    pub span: Span,
    /// The namespaces of the section that it stands in, where it stands in one.
    pub section: Option<String>,
}

/// The declarations of all files of the run whose names have the letters of `query` in their order, upper or
/// lower case: all where it is empty. In the order of files and places.
pub fn workspace_symbols(snapshot: &Snapshot, query: &str) -> Vec<Declared> {
    let query = query.to_lowercase();
    let mut found = Vec::new();
    let asts = snapshot.program.asts();
    for ast in asts.filter(|ast| !snapshot.program.is_prelude(ast.file)) {
        let mut section = None;
        let declaring = ast.statements.iter().filter(|one| declares(one));
        for symbol in declaring.flat_map(symbols_of) {
            let (name, kind) = (symbol.name, symbol.kind);
            if kind == SymbolKind::Section {
                section = Some(name.clone());
            }
            if has_letters(&name.to_lowercase(), &query) {
                found.push(Declared {
                    name,
                    kind,
                    span: symbol.name_span,
                    section: section.clone().filter(|_| kind != SymbolKind::Section),
                });
            }
        }
    }
    found.sort_by_key(|one| one.span);
    found
}

fn declares(statement: &Statement) -> bool {
    !matches!(
        statement.kind,
        StatementKind::Rule(_) | StatementKind::Isolate(_)
    )
}

/// Whether a name has these letters in their order: it may be what somebody means who has typed them.
pub fn has_letters(name: &str, letters: &str) -> bool {
    let mut rest = name.chars();
    letters
        .chars()
        .all(|letter| rest.any(|char| char == letter))
}
