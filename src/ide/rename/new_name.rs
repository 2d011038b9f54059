//! Whether a new name can be had.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::driver::Snapshot;
use crate::ide::rename::chosen::Chosen;
use crate::resolve::{Definition, DefinitionKind, FileIndex, Index, index_as};
use crate::source::Span;

/// A new name, if it is one.
///
/// # Errors
/// Why it is none.
pub(super) fn checked(name: &str) -> Result<SmolStr, String> {
    // Who writes it as the text would means what the quotes hold.
    let name = name.trim();
    let held = name.strip_prefix('"').and_then(|one| one.strip_suffix('"'));
    let name = held
        .filter(|held| !held.contains(['"', '\\']))
        .unwrap_or(name);
    if name.trim().is_empty() {
        return Err("a name cannot be empty".to_owned());
    }
    if name.contains(['\n', '\r']) {
        return Err("a name stands on one line".to_owned());
    }
    if name.chars().any(is_hidden) {
        return Err("a name holds no characters that cannot be seen".to_owned());
    }
    Ok(SmolStr::new(name))
}

/// Characters that strings of the language do not hold, and tabs.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{061C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// Whether nothing else has the new name where it would stand.
///
/// # Errors
/// What has it.
pub(super) fn check_free(
    snapshot: &Snapshot,
    index: &Index,
    chosen: &Chosen<'_>,
    new_name: &SmolStr,
) -> Result<(), String> {
    let program = &snapshot.program;
    let called = |span: Span| chosen.has(span).then(|| new_name.clone());
    let probe = index_as(program, &snapshot.inputs(), &called);
    let found = probe.mentions().iter().filter(|one| chosen.has(one.span));
    let found: BTreeSet<_> = found.flat_map(|one| one.definitions.iter()).collect();
    for definition in found.iter().filter_map(|id| probe.definition(**id)) {
        match definition.kind {
            DefinitionKind::Undeclared => {}
            DefinitionKind::RealWorkload => {
                return Err(format!("the manifests call a workload `{new_name}`"));
            }
            DefinitionKind::RealService => {
                return Err(format!("the manifests call a Service `{new_name}`"));
            }
            _ => return Err(taken(snapshot, definition)),
        }
    }
    let renamed = chosen.definitions.iter();
    let renamed: Vec<&Definition> = renamed.filter_map(|id| index.definition(*id)).collect();
    let others = index.definitions().filter(|one| one.name == *new_name);
    for other in others.filter(|one| one.kind.is_declared()) {
        let file = other
            .places
            .first()
            .and_then(|at| program.index_of(at.file));
        let is_related = file.is_some_and(|file: FileIndex| chosen.files.contains(&file));
        if is_related && renamed.iter().any(|one| meet(one, other)) {
            return Err(taken(snapshot, other));
        }
    }
    Ok(())
}

/// Whether two things of one name are too many: not so workloads of different namespaces.
fn meet(one: &Definition, other: &Definition) -> bool {
    let are_workloads = [one, other]
        .iter()
        .all(|one| one.kind == DefinitionKind::Workload && !one.namespaces.is_empty());
    let shared = |home: &SmolStr| other.namespaces.contains(home);
    !are_workloads || one.namespaces.iter().any(shared)
}

fn taken(snapshot: &Snapshot, other: &Definition) -> String {
    let name = &other.name;
    match other.places.first() {
        Some(place) if !snapshot.program.is_prelude(place.file) => {
            let file = snapshot.sources.name(place.file);
            format!("`{file}` declares `{name}` already")
        }
        _ => format!("`{name}` is built in, and means something already"),
    }
}
