//! Where else is spoken of what a name means.

use crate::driver::Snapshot;
use crate::resolve::{DefinitionKind, Role};
use crate::source::{FileId, Span};

/// A place that speaks of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The name.
    pub span: Span,
    /// Whether it is declared there.
    pub is_declaration: bool,
}

/// All places, in all files of the run, where the name at a place stands for something that it stands for
/// here; with those where that is declared if asked for, in manifests too.
pub fn references(
    snapshot: &Snapshot,
    file: FileId,
    offset: u32,
    with_declarations: bool,
) -> Vec<Reference> {
    let index = snapshot.names();
    let Some(mention) = index.at(file, offset) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for id in mention.definitions.iter() {
        let Some(definition) = index.definition(*id) else {
            continue;
        };
        found.extend(index.uses_of(*id).map(|one| {
            let is_declaration = match definition.kind {
                DefinitionKind::Namespace => definition.places.contains(&one.span),
                _ => one.role == Role::Declaration,
            };
            Reference {
                span: one.span,
                is_declaration,
            }
        }));
        found.extend(definition.places.iter().map(|place| Reference {
            span: *place,
            is_declaration: true,
        }));
    }
    found.retain(|one| with_declarations || !one.is_declaration);
    found.sort_unstable();
    found.dedup();
    found
}
