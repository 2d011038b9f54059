//! The inventories that runs have made of manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, has_errors};
use crate::k8s::inventory::{Inventory, Reading};
use crate::parallel;
use crate::source::{FileId, Sources};
use crate::workloads::Workloads;

/// One file of manifests, and the namespace of its objects that name none, where that is known.
pub(in crate::driver) type Part = (FileId, Option<SmolStr>);

/// The inventories of the last run, and what was read for them.
#[derive(Default)]
pub(in crate::driver) struct MadeInventories {
    /// For each file whether some of its objects name no namespace.
    homeless: BTreeMap<FileId, bool>,
    /// What was read of some files, and no inventory has taken.
    readings: BTreeMap<FileId, Reading>,
    made: BTreeMap<Vec<Part>, MadeInventory>,
}

/// What was made of some files.
#[derive(Clone, Debug)]
pub(in crate::driver) struct MadeInventory {
    /// The workloads; none where something is wrong with the manifests.
    pub(in crate::driver) workloads: Option<Arc<Workloads>>,
    /// What there is to say of the manifests.
    pub(in crate::driver) diagnostics: Vec<Diagnostic>,
}

impl MadeInventories {
    /// Reads those of the files that have not been read before, and forgets others.
    pub(in crate::driver) fn read(&mut self, files: &BTreeSet<FileId>, sources: &Sources) {
        self.homeless.retain(|file, _| files.contains(file));
        self.readings.retain(|file, _| files.contains(file));
        let new = files.iter().copied();
        let new: Vec<FileId> = new.filter(|one| !self.homeless.contains_key(one)).collect();
        self.readings.extend(readings(&new, sources));
        let read = self.readings.iter();
        let homeless = read.map(|(file, reading)| (*file, reading.has_homeless()));
        self.homeless.extend(homeless);
    }

    /// Whether some of the objects of a file name no namespace.
    pub(in crate::driver) fn has_homeless(&self, file: FileId) -> bool {
        self.homeless.get(&file) == Some(&true)
    }

    /// The inventories of these parts, each made once; others are forgotten.
    pub(in crate::driver) fn of<'p>(
        &mut self,
        wanted: impl Iterator<Item = &'p Vec<Part>>,
        sources: &Sources,
    ) -> Vec<(&'p Vec<Part>, MadeInventory)> {
        let wanted: BTreeSet<&Vec<Part>> = wanted.collect();
        let mut made = std::mem::take(&mut self.made);
        let new: Vec<&Vec<Part>> = wanted
            .iter()
            .filter(|parts| !made.contains_key(**parts))
            .copied()
            .collect();
        for (parts, inventory) in self.make(&new, sources) {
            made.insert(parts.clone(), inventory);
        }
        made.retain(|parts, _| wanted.contains(&parts));
        self.made = made;
        let known = wanted.into_iter();
        let known = known.filter_map(|parts| Some((parts, self.made.get(parts)?.clone())));
        known.collect()
    }

    /// Makes inventories; the last one that is made of a reading takes it.
    fn make<'p>(
        &mut self,
        new: &[&'p Vec<Part>],
        sources: &Sources,
    ) -> Vec<(&'p Vec<Part>, MadeInventory)> {
        let mut left: BTreeMap<FileId, usize> = BTreeMap::new();
        for (file, _) in new.iter().copied().flatten() {
            *left.entry(*file).or_default() += 1;
        }
        let taken = left.keys().copied();
        let taken: Vec<FileId> = taken
            .filter(|file| !self.readings.contains_key(file))
            .collect();
        self.readings.extend(readings(&taken, sources));
        let made = new.iter().map(|parts| {
            let parts_read = parts.iter().filter_map(|(file, home)| {
                let left = left.get_mut(file)?;
                *left -= 1;
                let reading = if *left == 0 {
                    self.readings.remove(file)
                } else {
                    self.readings.get(file).cloned()
                };
                Some((reading?, home.clone()))
            });
            let parts_read: Vec<_> = parts_read.collect();
            (*parts, MadeInventory::of(parts_read))
        });
        made.collect()
    }

    /// Says that a file holds something else now.
    pub(in crate::driver) fn forget(&mut self, file: FileId) {
        self.homeless.remove(&file);
        self.readings.remove(&file);
        self.made
            .retain(|parts, _| parts.iter().all(|(one, _)| *one != file));
    }
}

fn readings(files: &[FileId], sources: &Sources) -> Vec<(FileId, Reading)> {
    parallel::map_each(files, |file| {
        let text = sources.get(*file).map_or("", |source| &source.text);
        (*file, Reading::of(*file, text))
    })
}

impl MadeInventory {
    fn of(parts: Vec<(Reading, Option<SmolStr>)>) -> Self {
        let (inventory, diagnostics) = Inventory::of(parts);
        let workloads = (!has_errors(&diagnostics)).then(|| Arc::new(Workloads::new(inventory)));
        Self {
            workloads,
            diagnostics,
        }
    }
}
