//! Names in what could not be read: nobody knows what they stand for.

use crate::driver::Snapshot;
use crate::ide::rename::chosen::Chosen;
use crate::resolve::{DefinitionKind, FileIndex, Index, Mention};
use crate::source::Span;
use crate::syntax::ast::Ast;

/// Whether everything that may speak of what is chosen could be read.
///
/// # Errors
/// Which file has something that could not.
pub(super) fn check(snapshot: &Snapshot, index: &Index, chosen: &Chosen<'_>) -> Result<(), String> {
    let name = &chosen.name;
    for file in &chosen.files {
        let Some(ast) = snapshot.program.ast(*file) else {
            continue;
        };
        let called = snapshot.sources.name(ast.file);
        if speaks_unread(snapshot, ast, name) {
            return Err(format!(
                "`{called}` has a statement that cannot be read, and may speak of `{name}` there"
            ));
        }
        let speaks = || index.mentions().iter().any(|one| is_of(one, ast, name));
        if ast.poisoned_namespace && speaks() {
            return Err(format!(
                "a `namespace` of `{called}` cannot be read, so nobody knows what `{name}` means there"
            ));
        }
    }
    let is_unknown = |one: &&Mention| {
        let mut found = one
            .definitions
            .iter()
            .filter_map(|id| index.definition(*id));
        one.name == *name && found.any(|one| one.kind == DefinitionKind::Undeclared)
    };
    for one in index.mentions().iter().filter(is_unknown) {
        let file = snapshot.program.index_of(one.span.file);
        if file.is_some_and(|file| reaches_unread(snapshot, file)) {
            let called = snapshot.sources.name(one.span.file);
            return Err(format!(
                "`{called}` names a file that cannot be read, so nobody knows what `{name}` means there"
            ));
        }
    }
    Ok(())
}

fn is_of(mention: &Mention, ast: &Ast, name: &str) -> bool {
    mention.span.file == ast.file && mention.name == name
}

fn reaches_unread(snapshot: &Snapshot, file: FileIndex) -> bool {
    let reach = snapshot.program.reach(file);
    reach.iter().any(|one| snapshot.program.is_incomplete(*one))
}

/// Whether a name stands in the text of a file between its statements and comments.
fn speaks_unread(snapshot: &Snapshot, ast: &Ast, name: &str) -> bool {
    let Some(source) = snapshot.sources.get(ast.file) else {
        return false;
    };
    let mut read: Vec<Span> = ast.statements.iter().map(|one| one.span).collect();
    read.extend(ast.comments.iter().map(|one| one.span));
    read.sort_unstable();
    let end = Span::over(ast.file, source.text.len()..source.text.len());
    let mut from = 0;
    for span in read.into_iter().chain([end]) {
        let between = from..span.range().start;
        from = from.max(span.range().end);
        let text = source.text.get(between).unwrap_or_default();
        if text
            .match_indices(name)
            .any(|(at, _)| is_whole(text, at, name.len()))
        {
            return true;
        }
    }
    false
}

/// Whether what stands at a place is no part of a longer word.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let (before, behind) = (text.get(..at), text.get(at + length..));
    let before = before.and_then(|text| text.chars().next_back());
    let behind = behind.and_then(|text| text.chars().next());
    let is_part = |char: Option<char>| {
        char.is_some_and(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
    };
    let is_arrow = |text: Option<&str>| text.is_some_and(|text| text.starts_with("->"));
    !is_part(before) && (!is_part(behind) || is_arrow(text.get(at + length..)))
}
