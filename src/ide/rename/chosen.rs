//! What is to have another name.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::driver::Snapshot;
use crate::resolve::{Definition, DefinitionId, DefinitionKind, FileIndex, Index, Mention, Role};
use crate::source::{FileId, Span};

/// Declarations that some name stands for together, with all names that stand for them.
pub(super) struct Chosen<'a> {
    /// Where the author points at.
    pub(super) span: Span,
    /// The name.
    pub(super) name: SmolStr,
    /// The declarations.
    pub(super) definitions: BTreeSet<DefinitionId>,
    /// The names, those of the declarations among them.
    pub(super) mentions: Vec<&'a Mention>,
    /// The files that may speak of them.
    pub(super) files: BTreeSet<FileIndex>,
}

impl<'a> Chosen<'a> {
    /// What the name at a place stands for, if it can have another one.
    pub(super) fn at(
        snapshot: &Snapshot,
        index: &'a Index,
        file: FileId,
        offset: u32,
    ) -> Result<Self, String> {
        let Some(mention) = index.at(file, offset) else {
            return Err("no name stands here that could be changed".to_owned());
        };
        if mention.role == Role::Namespace {
            return Err("a namespace is the cluster's, and keeps its name".to_owned());
        }
        let (definitions, mentions) = closure(index, mention);
        let found = definitions.iter().filter_map(|id| index.definition(*id));
        let found: Vec<&Definition> = found.collect();
        let is_declared = |one: &Definition| one.kind.is_declared();
        let is_mixed = found.iter().any(|one| is_declared(one));
        for one in &found {
            check(snapshot, one, is_mixed)?;
        }
        if definitions.is_empty() {
            return Err(format!("nothing declares `{}`", mention.name));
        }
        let declaring = found.iter().flat_map(|one| &one.places);
        let declaring = declaring.filter_map(|place| snapshot.program.index_of(place.file));
        let files = related(snapshot, &declaring.collect());
        Ok(Self {
            span: mention.span,
            name: mention.name.clone(),
            definitions,
            mentions,
            files,
        })
    }

    /// Whether the name at a place is one of these.
    pub(super) fn has(&self, span: Span) -> bool {
        let place = self.mentions.binary_search_by_key(&span, |one| one.span);
        place.is_ok()
    }
}

/// All that a name stands for, and whatever else names of that stand for.
fn closure<'a>(
    index: &'a Index,
    mention: &'a Mention,
) -> (BTreeSet<DefinitionId>, Vec<&'a Mention>) {
    let mut definitions: BTreeSet<DefinitionId> = BTreeSet::new();
    let mut pending = mention.definitions.to_vec();
    let mut mentions: Vec<&Mention> = Vec::new();
    while let Some(definition) = pending.pop() {
        if definitions.insert(definition) {
            for one in index.uses_of(definition) {
                mentions.push(one);
                pending.extend(one.definitions.iter().copied());
            }
        }
    }
    mentions.sort_by_key(|one| one.span);
    mentions.dedup_by_key(|one| one.span);
    (definitions, mentions)
}

/// Whether a text declares something, not the prelude; `is_mixed` says that one does of something else.
fn check(snapshot: &Snapshot, one: &Definition, is_mixed: bool) -> Result<(), String> {
    let name = &one.name;
    let wrong = match (one.kind, is_mixed) {
        (DefinitionKind::Namespace, _) => {
            "a namespace is the cluster's, and keeps its name".to_owned()
        }
        (DefinitionKind::RealWorkload, false) => {
            format!("the manifests call a workload `{name}`, and they are not changed from here")
        }
        (DefinitionKind::RealService, false) => {
            format!("the manifests call a Service `{name}`, and they are not changed from here")
        }
        (DefinitionKind::RealWorkload | DefinitionKind::RealService, true) => format!(
            "where it stands, `{name}` is the name of something in the manifests too, and they are \
             not changed from here"
        ),
        (DefinitionKind::Undeclared, false) => {
            format!("nothing declares `{name}`: it means pods by a label that they have")
        }
        (DefinitionKind::Undeclared, true) => {
            format!("`{name}` is also read in a namespace for which nothing declares it")
        }
        _ => {
            let mut places = one.places.iter();
            if places.all(|place| !snapshot.program.is_prelude(place.file)) {
                return Ok(());
            }
            format!("`{name}` is built in, and every file knows it by this name")
        }
    };
    Err(wrong)
}

/// All files that some file reaches which reaches one of these, too.
fn related(snapshot: &Snapshot, declaring: &BTreeSet<FileIndex>) -> BTreeSet<FileIndex> {
    let count = snapshot.program.asts().count();
    let reaches = (0..count).map(|at| snapshot.program.reach(FileIndex(at)));
    let reaches = reaches.filter(|reach| reach.iter().any(|file| declaring.contains(file)));
    let mut files = BTreeSet::new();
    for reach in reaches {
        files.extend(reach.iter().copied());
    }
    files
}
