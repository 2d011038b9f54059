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
    within_reach(program, root, scope, name).or_else(|| beyond_reach(program, root, scope, name))
}

/// Looks up a bare name in the file of the scope and in those that it uses. Of the root this asks only
/// whether the scope's namespace is a section of it.
pub(super) fn within_reach<'a>(
    program: &'a Program,
    root: FileIndex,
    scope: &Scope,
    name: &str,
) -> Option<Found<'a>> {
    if let Some(thing) = workload_in(program, root, scope.file, &scope.namespace, name) {
        return Some(Found::Workload(thing));
    }
    let reach = program.reach(scope.file);
    for file in reach.iter() {
        let declarations = program.declarations(*file)?;
        if let Some(thing) = declarations.named.get(name) {
            return Some(Found::Named(*file, thing));
        }
    }
    let mut elsewhere = elsewhere(program, &reach, name);
    let (namespace, thing) = elsewhere.next()?;
    let other = elsewhere.find(|(other, _)| *other != namespace);
    Some(
        other.map_or(Found::Elsewhere(namespace, thing), |(other, _)| {
            Found::Ambiguous(namespace, other)
        }),
    )
}

/// Looks up a bare name where the scope's own file does not lead: in the file that reads it, then in the
/// prelude.
pub(super) fn beyond_reach<'a>(
    program: &'a Program,
    root: FileIndex,
    scope: &Scope,
    name: &str,
) -> Option<Found<'a>> {
    if scope.file != root
        && let Some(thing) = workload_in(program, root, root, &scope.namespace, name)
    {
        return Some(Found::Workload(thing));
    }
    let prelude = program.prelude();
    let thing = program.declarations(prelude)?.named.get(name)?;
    Some(Found::Named(prelude, thing))
}

/// The workloads of a name that files declare with a namespace before the `/`, with that namespace.
pub(super) fn elsewhere<'a>(
    program: &'a Program,
    files: &[FileIndex],
    name: &str,
) -> impl Iterator<Item = (&'a SmolStr, &'a WorkloadThing)> {
    let things = files.iter().filter_map(move |file| {
        let workloads = program.declarations(*file)?.workloads.get(name)?;
        Some(workloads.iter().filter_map(WorkloadThing::elsewhere))
    });
    things.flatten()
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
pub(super) fn is_section(
    program: &Program,
    root: FileIndex,
    reader: FileIndex,
    namespace: &str,
) -> bool {
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
