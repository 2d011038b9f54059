//! An input, and what it means.

use std::sync::Arc;

use crate::diagnostics::has_errors;
use crate::driver::opening::Opening;
use crate::driver::unit::Unit;
use crate::driver::verified::Lowered;
use crate::model::Isolated;
use crate::resolve::{FileIndex, Program, Resolved, resolve};
use crate::source::FileId;
use crate::why::{Owner, World};
use crate::workloads::Workloads;

/// What is known of one input.
#[derive(Debug)]
pub struct Analyzed {
    /// Its text.
    pub file: FileId,
    /// Its place in the program.
    pub index: FileIndex,
    /// What headers call it.
    pub(super) title: String,
    /// How it begins.
    pub(super) opening: Opening,
    /// What it means; whole only where nothing is wrong with it.
    pub resolved: Resolved,
    /// What it isolates.
    pub(super) isolated: Isolated,
    /// The workloads that it knows, where manifests are known to it.
    pub workloads: Option<Arc<Workloads>>,
    /// Whether another file uses it.
    pub(super) is_used: bool,
    /// Whether it has no error of its own.
    pub is_sound: bool,
}

impl Analyzed {
    /// Resolves an input.
    pub(super) fn of(
        program: &Program,
        (file, index, title): &(FileId, FileIndex, String),
    ) -> Self {
        let resolved = resolve(program, *index);
        Self {
            file: *file,
            index: *index,
            title: title.clone(),
            opening: Opening::of(program.ast(*index)),
            isolated: Isolated::of(&resolved.model),
            workloads: program.shared_workloads(*index),
            is_used: program.is_used(*index),
            is_sound: !has_errors(&resolved.diagnostics),
            resolved,
        }
    }
}

/// The files without an error of their own.
pub(super) fn sound(files: &[Analyzed]) -> impl Iterator<Item = &Analyzed> {
    files.iter().filter(|one| one.is_sound)
}

/// What is to be held against its text.
pub(super) fn lowered<'a>(files: &'a [Analyzed], units: &'a [Unit]) -> Vec<Lowered<'a>> {
    let sound = files.iter().zip(units).filter(|(file, _)| file.is_sound);
    let sound = sound.map(|(file, unit)| Lowered {
        model: &file.resolved.model,
        workloads: file.workloads.as_deref(),
        declared: &file.resolved.declared,
        is_used: file.is_used,
        unit,
    });
    sound.collect()
}

/// The files that objects are made of.
pub(super) fn owners(files: &[Analyzed]) -> Vec<Owner<'_>> {
    let sound = sound(files).map(|file| Owner {
        file: file.file,
        model: &file.resolved.model,
        is_used: file.is_used,
        workloads: file.workloads.as_deref(),
    });
    sound.collect()
}

/// What is known of the pods that a question may be about, which knows these `workloads`: what is in the namespaces
/// of files that know manifests is in these.
pub(super) fn world<'a>(
    files: &[Analyzed],
    asking: &Resolved,
    workloads: &'a Workloads,
) -> Option<World<'a>> {
    let knowing = sound(files).filter(|one| one.workloads.is_some());
    let own = knowing.flat_map(|one| &one.resolved.model.namespaces);
    let own = own.map(|own| own.key().clone());
    let declared = asking.declared.iter().cloned();
    World::of(workloads, own, declared)
}
