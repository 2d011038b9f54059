//! Which inventory each file of a run knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostics::Diagnostic;
use crate::driver::manifest_file::ManifestFile;
use crate::driver::session::{MadeInventories, Part, Session};
use crate::resolve::{FileIndex, Program};
use crate::source::{FileId, Sources, Span};

/// The manifests of a run, each file once.
#[derive(Default)]
pub(super) struct Inventories {
    known: HashMap<String, Option<FileId>>,
    /// Which a file of the program names itself.
    named: BTreeMap<FileIndex, BTreeSet<FileId>>,
    /// Which the command line names, for all files.
    common: BTreeSet<FileId>,
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
        session: &mut Session,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for file in files {
            match self.add(file, None, session, diagnostics) {
                Some(file) => {
                    self.common.insert(file);
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
        session: &mut Session,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for file in files {
            match self.add(file, Some(span), session, diagnostics) {
                Some(file) => {
                    self.named.entry(by).or_default().insert(file);
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
        session: &mut Session,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FileId> {
        if let Some(known) = self.known.get(&file.identity) {
            return *known;
        }
        let identity = file.identity.clone();
        let file = match session.manifests(file, span) {
            Ok(file) => Some(file),
            Err(wrong) => {
                diagnostics.push(wrong);
                None
            }
        };
        self.known.insert(identity, file);
        file
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
        made: &mut MadeInventories,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let files: BTreeSet<FileId> = self.known.values().flatten().copied().collect();
        made.read(&files, sources);
        let given = given.map(SmolStr::new);
        let mut sharing: BTreeMap<Vec<Part>, Vec<FileIndex>> = BTreeMap::new();
        for root in roots {
            let mut parts: BTreeSet<Part> = BTreeSet::new();
            let mut add = |file: FileId, home: Option<SmolStr>| {
                let home = home.filter(|_| made.has_homeless(file));
                parts.insert((file, home));
            };
            for file in &self.common {
                let home = given.clone().or_else(|| only(program, *root));
                add(*file, home);
            }
            for file in program.reach(*root).iter() {
                let home = given.clone().or_else(|| {
                    let file = [*file, *root]
                        .into_iter()
                        .find(|one| !program.namespaces(*one).is_empty());
                    only(program, file.unwrap_or(*root))
                });
                for named in self.named.get(file).into_iter().flatten() {
                    add(*named, home.clone());
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
        let mut diagnostics = Vec::new();
        for (parts, inventory) in made.of(sharing.keys(), sources) {
            diagnostics.extend_from_slice(&inventory.diagnostics);
            for root in sharing.get(parts).into_iter().flatten() {
                match &inventory.workloads {
                    Some(workloads) => program.give(*root, Arc::clone(workloads)),
                    None => program.blind(*root),
                }
            }
        }
        diagnostics
    }
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
