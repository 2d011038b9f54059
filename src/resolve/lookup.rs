//! What a name means in a scope.

use smol_str::SmolStr;

use crate::resolve::declarations::{NamedThing, WorkloadThing};
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::scope::Scope;

/// What a name was found to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'a> {
    /// A workload of this namespace.
    Workload(&'a WorkloadThing),
    /// A workload that the file calls by name, though it lives in another namespace.
    Elsewhere(&'a SmolStr, &'a WorkloadThing),
    /// Workloads of several other namespaces.
    Ambiguous(&'a SmolStr, &'a SmolStr),
    /// A group, network or service of a file.
    Named(FileIndex, &'a NamedThing),
}

/// Looks up a bare name: among the workloads of the scope's own namespace, then among what its file
/// declares for the whole file, then in the prelude.
pub(super) fn bare<'a>(
    program: &'a Program,
    root: FileIndex,
    scope: &Scope,
    name: &str,
) -> Option<Found<'a>> {
    let reach = program.reach(scope.file);
    if let Some(thing) = workload_in(program, root, scope.file, &scope.namespace, name) {
        return Some(Found::Workload(thing));
    }
    for file in reach.iter() {
        let declarations = program.declarations(*file)?;
        if let Some(thing) = declarations.named.get(name) {
            return Some(Found::Named(*file, thing));
        }
    }
    let elsewhere = reach.iter().filter_map(|file| {
        let workloads = program.declarations(*file)?.workloads.get(name)?;
        Some(workloads.iter().filter_map(WorkloadThing::elsewhere))
    });
    let mut elsewhere = elsewhere.flatten();
    if let Some((namespace, thing)) = elsewhere.next() {
        let other = elsewhere.find(|(other, _)| *other != namespace);
        return Some(
            other.map_or(Found::Elsewhere(namespace, thing), |(other, _)| {
                Found::Ambiguous(namespace, other)
            }),
        );
    }
    if scope.file != root {
        let reader = Scope {
            file: root,
            namespace: scope.namespace.clone(),
        };
        if let Some(thing) = workload_in(program, root, reader.file, &reader.namespace, name) {
            return Some(Found::Workload(thing));
        }
    }
    let prelude = program.prelude();
    let thing = program.declarations(prelude)?.named.get(name)?;
    Some(Found::Named(prelude, thing))
}

/// The workload of a namespace, as far as `reader` knows one of this name.
pub(super) fn workload_in<'a>(
    program: &'a Program,
    root: FileIndex,
    reader: FileIndex,
    namespace: &str,
    name: &str,
) -> Option<&'a WorkloadThing> {
    let reach = program.reach(reader);
    let home = SmolStr::new(namespace);
    let floats = is_section(program, root, reader, namespace);
    let found = |file: &FileIndex| -> Option<&'a WorkloadThing> {
        let declarations = program.declarations(*file)?;
        let here = declarations.workload_at(Some(&home), name);
        let floating = declarations.workload_at(None, name).filter(|_| floats);
        let first = here.into_iter().chain(floating).min_by_key(|one| one.place);
        first.map(|found| found.thing)
    };
    reach.iter().find_map(found)
}

/// Whether workloads that are at home wherever they are used are at home in this namespace: it is a
/// section of the file that uses them, or the one namespace of a file that declares none.
fn is_section(program: &Program, root: FileIndex, reader: FileIndex, namespace: &str) -> bool {
    [reader, root]
        .iter()
        .filter_map(|file| program.declarations(*file))
        .any(|declarations| {
            if declarations.has_namespaces() {
                declarations.declares(namespace)
            } else {
                program.home().key() == namespace
            }
        })
}
