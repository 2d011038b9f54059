//! Where the statements of a file are read: in which namespaces, for which files.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::resolve::lookup;
use crate::resolve::program::{FileIndex, Program};

/// A namespace that a statement is read in.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The namespace; the key of an owned one that has no name.
    pub(super) namespace: SmolStr,
    /// The inputs that it is read for, at least one.
    pub(super) roots: Vec<FileIndex>,
    /// Whether it is a section of the file, or of each of the inputs; else it is one of neither.
    pub(super) is_section: bool,
}

/// For each file where it is read.
#[derive(Debug)]
pub(super) struct Readings {
    /// The inputs that reach the file; itself where none does.
    roots: Vec<Vec<FileIndex>>,
    /// Where what stands in no section of the file is read.
    outside: Vec<Vec<Reading>>,
}

impl Readings {
    /// Where the files of a program are read, whose inputs are `roots`.
    pub(super) fn of(program: &Program, roots: &[FileIndex]) -> Self {
        let count = program.asts().count();
        let mut reached = vec![Vec::new(); count];
        for root in roots {
            for file in program.reach(*root).iter() {
                if let Some(by) = reached.get_mut(file.0) {
                    by.push(*root);
                }
            }
        }
        for (at, by) in reached.iter_mut().enumerate() {
            if by.is_empty() {
                by.push(FileIndex(at));
            }
        }
        let inputs: BTreeSet<FileIndex> = roots.iter().copied().collect();
        let outside = reached.iter().enumerate();
        let outside = outside.map(|(at, by)| outside_of(program, FileIndex(at), by, &inputs));
        Self {
            outside: outside.collect(),
            roots: reached,
        }
    }

    /// The inputs that reach a file.
    pub(super) fn roots(&self, file: FileIndex) -> &[FileIndex] {
        self.roots.get(file.0).map_or(&[], Vec::as_slice)
    }

    /// Where the statements of a section of these namespaces are read.
    pub(super) fn section(&self, file: FileIndex, namespaces: &[SmolStr]) -> Vec<Reading> {
        if namespaces.is_empty() {
            return self.outside.get(file.0).cloned().unwrap_or_default();
        }
        let readings = namespaces.iter().map(|namespace| Reading {
            namespace: namespace.clone(),
            roots: self.roots(file).to_vec(),
            is_section: true,
        });
        readings.collect()
    }
}

/// Where what stands in no section of a file is read: in the sections of the inputs, and of the files between
/// that are none.
fn outside_of(
    program: &Program,
    file: FileIndex,
    roots: &[FileIndex],
    inputs: &BTreeSet<FileIndex>,
) -> Vec<Reading> {
    let declarations = program.declarations(file);
    let mut sections = declarations.into_iter().flat_map(|one| &one.sections);
    let is_outside = |statements: &std::ops::Range<usize>| !statements.is_empty();
    if !sections.any(|one| one.namespaces.is_empty() && is_outside(&one.statements)) {
        return Vec::new();
    }
    let mut found: BTreeMap<(SmolStr, bool), Vec<FileIndex>> = BTreeMap::new();
    for root in roots {
        let mut namespaces = program.namespaces(*root);
        if namespaces.is_empty() {
            namespaces.insert(program.home().key().clone());
        }
        let reach = program.reach(*root);
        let between = reach.iter().filter(|one| {
            !inputs.contains(one) && **one != file && program.reach(**one).contains(&file)
        });
        namespaces.extend(between.flat_map(|one| program.namespaces(*one)));
        for namespace in namespaces {
            let is_section = lookup::is_section(program, *root, file, &namespace);
            let readers = found.entry((namespace, is_section)).or_default();
            readers.push(*root);
        }
    }
    let found = found.into_iter();
    let readings = found.map(|((namespace, is_section), roots)| Reading {
        namespace,
        roots,
        is_section,
    });
    readings.collect()
}
