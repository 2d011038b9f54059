//! Whether all names still mean what they meant, once changes are made.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::driver::Snapshot;
use crate::ide::rename::change::Change;
use crate::ide::rename::chosen::Chosen;
use crate::resolve::{Definition, DefinitionKind, FileIndex, Index, Mention, index};
use crate::source::{FileId, Span};
use crate::syntax;

/// A place: a file, and an offset in the text after the changes.
type Place = (FileId, usize);

/// What a name stands for, told by what it has in both texts.
type Meaning = (DefinitionKind, SmolStr, Vec<SmolStr>, BTreeSet<Place>);

/// Reads the changed texts anew, and compares what every name stands for.
///
/// # Errors
/// Where something would mean something else, or could not be read.
pub(super) fn check(
    snapshot: &Snapshot,
    before: &Index,
    chosen: &Chosen<'_>,
    new_name: &SmolStr,
    changes: &[Change],
) -> Result<(), String> {
    let files: BTreeSet<FileId> = changes.iter().map(|one| one.edit.span.file).collect();
    let mut edits: BTreeMap<FileId, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        edits.entry(change.edit.span.file).or_default().push(change);
    }
    let mut asts = Vec::new();
    for file in files {
        let changes = edits.get(&file).map_or(&[][..], Vec::as_slice);
        let text = snapshot.sources.get(file).map_or("", |one| &one.text);
        let Some(place) = snapshot.program.index_of(file) else {
            continue;
        };
        let (ast, _) = syntax::parse(file, &changed(text, changes));
        if !is_as_whole(snapshot, place, &ast, changes) {
            let called = snapshot.sources.name(file);
            return Err(format!("`{called}` could not be read with this name in it"));
        }
        asts.push((place, ast));
    }
    let program = snapshot.program.with_statements(asts);
    let after = index(&program, &snapshot.inputs());
    let moved = |span: Span| {
        let changes = edits.get(&span.file).map_or(&[][..], Vec::as_slice);
        (span.file, moved(span, changes))
    };
    let here = |span: Span| (span.file, span.range().start);
    let found: BTreeMap<Place, &Mention> = after
        .mentions()
        .iter()
        .map(|one| (here(one.span), one))
        .collect();
    for mention in before.mentions() {
        let old = meanings(before, mention, &moved, |id| {
            chosen.definitions.contains(&id).then_some(new_name)
        });
        let new = found.get(&moved(mention.span));
        let new = new.map(|one| meanings(&after, one, &here, |_| None));
        if new != Some(old) {
            let called = snapshot.sources.name(mention.span.file);
            let name = &mention.name;
            let line = snapshot.sources.get(mention.span.file);
            let line = line.map_or(0, |one| one.position(mention.span.start).line);
            return Err(format!(
                "with `{new_name}` for `{}`, `{name}` on line {line} of `{called}` would mean something else",
                chosen.name
            ));
        }
    }
    Ok(())
}

fn changed(text: &str, changes: &[&Change]) -> String {
    let mut changed = text.to_owned();
    for change in changes.iter().rev() {
        changed.replace_range(change.edit.span.range(), &change.edit.text);
    }
    changed
}

/// Whether a changed text has all statements that it had, and those that the changes add.
fn is_as_whole(
    snapshot: &Snapshot,
    place: FileIndex,
    ast: &syntax::ast::Ast,
    changes: &[&Change],
) -> bool {
    let before = snapshot.program.ast(place);
    let before = before.map_or(0, |ast| ast.statements.len());
    let added = changes.iter().filter(|one| {
        let span = one.edit.span;
        one.name.is_some() && span.start == span.end
    });
    ast.statements.len() == before + added.count()
}

/// Where a name stands after the changes of its file.
fn moved(span: Span, changes: &[&Change]) -> usize {
    let own = changes.iter().position(|change| {
        let name = change.name;
        name.is_some_and(|(name, _)| name == span)
    });
    let (start, behind) = match own.and_then(|at| changes.get(at)) {
        Some(change) => (
            change.edit.span.range().start,
            change.name.map_or(0, |(_, behind)| behind),
        ),
        None => (span.range().start, 0),
    };
    let until = own.unwrap_or(changes.len());
    let earlier = changes.iter().take(until);
    let earlier = earlier.filter(|change| change.edit.span.range().end <= start);
    let (gone, come) = earlier.fold((0, 0), |(gone, come), change| {
        let range = change.edit.span.range();
        (gone + range.len(), come + change.edit.text.len())
    });
    start + come + behind - gone
}

fn meanings<'a>(
    index: &'a Index,
    mention: &Mention,
    place: &impl Fn(Span) -> Place,
    renamed: impl Fn(crate::resolve::DefinitionId) -> Option<&'a SmolStr>,
) -> BTreeSet<Meaning> {
    let ids = mention.definitions.iter();
    let found = ids.filter_map(|id| Some((*id, index.definition(*id)?)));
    let found = found.map(|(id, one): (_, &Definition)| {
        (
            one.kind,
            renamed(id).unwrap_or(&one.name).clone(),
            one.namespaces.clone(),
            one.places.iter().map(|span| place(*span)).collect(),
        )
    });
    found.collect()
}
