//! Which inventory each file of a run knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, Severity};
use crate::driver::manifest_file::ManifestFile;
use crate::k8s::inventory::{Inventory, Reading};
use crate::parallel;
use crate::resolve::{FileIndex, Program};
use crate::source::{FileId, Sources, Span};
use crate::workloads::Workloads;

/// A file of manifests, by its place among those of the run.
type Place = usize;

/// One file of manifests, and the namespace of its objects that name none, where that is known.
type Part = (Place, Option<SmolStr>);

/// The manifests of a run, each file once.
#[derive(Default)]
pub(super) struct Inventories {
    known: HashMap<String, Option<Place>>,
    files: Vec<FileId>,
    /// Which a file of the program names itself.
    named: BTreeMap<FileIndex, BTreeSet<Place>>,
    /// Which the command line names, for all files.
    common: BTreeSet<Place>,
    /// Files of the program that name some which cannot be read.
    incomplete: BTreeSet<FileIndex>,
    /// Whether the command line does.
    is_incomplete: bool,
}

impl Inventories {
    /// Adds what the command line names.
    pub(super) fn add_common(
        &mut self,
        files: Vec<ManifestFile>,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for file in files {
            match self.add(file, None, sources, diagnostics) {
                Some(place) => {
                    self.common.insert(place);
                }
                None => self.is_incomplete = true,
            }
        }
    }

    /// Adds what the statement at `span` of a file names.
    pub(super) fn add_named(
        &mut self,
        by: FileIndex,
        span: Span,
        files: Vec<ManifestFile>,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for file in files {
            match self.add(file, Some(span), sources, diagnostics) {
                Some(place) => {
                    self.named.entry(by).or_default().insert(place);
                }
                None => self.cannot_know(by),
            }
        }
    }

    /// Says that a file names manifests which cannot be read.
    pub(super) fn cannot_know(&mut self, by: FileIndex) {
        self.incomplete.insert(by);
    }

    fn add(
        &mut self,
        file: ManifestFile,
        span: Option<Span>,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Place> {
        if let Some(known) = self.known.get(&file.identity) {
            return *known;
        }
        let identity = file.identity.clone();
        let place = match file.add_to(sources, span) {
            Ok(file) => {
                self.files.push(file);
                Some(self.files.len() - 1)
            }
            Err(wrong) => {
                diagnostics.push(wrong);
                None
            }
        };
        self.known.insert(identity, place);
        place
    }

    /// Gives each of the `roots` the workloads that it knows: of the manifests that it and the files that it
    /// uses name, and of those that the command line names.
    ///
    /// Objects without a namespace are of `given`, else of the only one of the file that names their
    /// manifests, or of each file that knows them by the command line. What other files of the run say is no
    /// matter: nothing that a file writes may hang on it.
    pub(super) fn give(
        &self,
        program: &mut Program,
        roots: &[FileIndex],
        given: Option<&str>,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let readings = parallel::map_each(&self.files, |file| {
            let text = sources.get(*file).map_or("", |source| &source.text);
            Reading::of(*file, text)
        });
        let is_homeless: Vec<bool> = readings.iter().map(Reading::has_homeless).collect();
        let given = given.map(SmolStr::new);
        let mut sharing: BTreeMap<Vec<Part>, Vec<FileIndex>> = BTreeMap::new();
        for root in roots {
            let mut parts: BTreeSet<Part> = BTreeSet::new();
            let mut add = |place: Place, home: Option<SmolStr>| {
                let home = home.filter(|_| is_homeless.get(place) == Some(&true));
                parts.insert((place, home));
            };
            for place in &self.common {
                let home = given.clone().or_else(|| only(program, *root));
                add(*place, home);
            }
            for file in program.reach(*root).iter() {
                let home = given.clone().or_else(|| {
                    let file = [*file, *root]
                        .into_iter()
                        .find(|one| !program.namespaces(*one).is_empty());
                    only(program, file.unwrap_or(*root))
                });
                for place in self.named.get(file).into_iter().flatten() {
                    add(*place, home.clone());
                }
            }
            let mut reach = program.reach(*root).to_vec();
            reach.retain(|file| self.incomplete.contains(file));
            if self.is_incomplete || !reach.is_empty() {
                program.blind(*root);
            } else if !parts.is_empty() {
                let parts = parts.into_iter().collect();
                sharing.entry(parts).or_default().push(*root);
            }
        }
        share(program, sharing, readings)
    }
}

/// Makes each inventory once, and gives it to the files that share it.
fn share(
    program: &mut Program,
    sharing: BTreeMap<Vec<Part>, Vec<FileIndex>>,
    readings: Vec<Reading>,
) -> Vec<Diagnostic> {
    // The last inventory that is made of a reading takes it.
    let mut left: Vec<usize> = vec![0; readings.len()];
    for (place, _) in sharing.keys().flatten() {
        if let Some(count) = left.get_mut(*place) {
            *count += 1;
        }
    }
    let mut readings: Vec<Option<Reading>> = readings.into_iter().map(Some).collect();
    let mut diagnostics = Vec::new();
    for (parts, roots) in sharing {
        let parts = parts.into_iter().filter_map(|(place, home)| {
            let count = left.get_mut(place)?;
            *count -= 1;
            let reading = readings.get_mut(place)?;
            let reading = if *count == 0 {
                reading.take()
            } else {
                reading.clone()
            };
            Some((reading?, home))
        });
        let (inventory, wrong) = Inventory::of(parts.collect::<Vec<_>>());
        let is_broken = wrong.iter().any(|one| one.code.severity == Severity::Error);
        diagnostics.extend(wrong);
        if is_broken {
            for root in roots {
                program.blind(root);
            }
            continue;
        }
        let workloads = Arc::new(Workloads::new(inventory));
        for root in roots {
            program.give(root, Arc::clone(&workloads));
        }
    }
    diagnostics
}

/// The only namespace that a file declares, the home of one that declares none; nothing where it has several.
fn only(program: &Program, file: FileIndex) -> Option<SmolStr> {
    let mut declared = program.namespaces(file);
    match declared.len() {
        0 => Some(program.home().key().clone()),
        1 => declared.pop_first(),
        _ => None,
    }
}
