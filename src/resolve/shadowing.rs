//! Names that are declared here and in a used file, or in two used files: an error where they mean
//! different things.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::PeerId;
use crate::resolve::declarations::{NamedThing, WorkloadThing, sorted};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::sets::Selector;
use crate::source::Span;
use crate::syntax::ast::{Name, StatementKind};

/// Compares the names of all files that the root reaches.
pub(super) fn check(resolver: &mut Resolver<'_>) {
    let reach = resolver.program.reach(resolver.root);
    if reach.len() < 2 {
        return;
    }
    let mut seen = Seen::default();
    // Those that are used stand first: what shadows them is what is reported.
    for file in reach.iter().rev() {
        workloads(resolver, *file, &mut seen);
        things(resolver, *file, &mut seen);
    }
}

#[derive(Default)]
struct Seen<'a> {
    workloads: HashMap<(SmolStr, &'a SmolStr), (FileIndex, &'a WorkloadThing)>,
    things: HashMap<&'a SmolStr, (FileIndex, &'a NamedThing)>,
    /// The workloads that a bare name of the root can mean.
    bare: HashMap<&'a SmolStr, (FileIndex, Span)>,
}

fn workloads<'a>(resolver: &mut Resolver<'a>, file: FileIndex, seen: &mut Seen<'a>) {
    let Some(declarations) = resolver.declarations_of(file) else {
        return;
    };
    for (name, things) in sorted(&declarations.workloads) {
        for thing in things {
            for home in resolver.section_namespaces(declarations.namespaces_of(&thing.home)) {
                if resolver.owned(&home).is_some() || thing.elsewhere().is_some() {
                    seen.bare.insert(name, (file, thing.span));
                }
                match seen.workloads.get(&(home.clone(), name)).copied() {
                    Some((earlier, first)) if earlier != file => {
                        if differ(first.selector.as_ref(), thing.selector.as_ref()) {
                            shadowed(resolver, file, name, (thing.span, first.span));
                            break;
                        }
                    }
                    _ => {
                        seen.workloads.insert((home, name), (file, thing));
                    }
                }
            }
        }
        if let Some((earlier, first)) = seen.things.get(name).copied() {
            let bare = seen.bare.get(name).copied().filter(|(at, _)| *at == file);
            if let (true, Some((_, span))) = (earlier != file, bare) {
                shadowed(resolver, file, name, (span, first.span));
            }
        }
    }
}

fn differ(one: Option<&Selector>, other: Option<&Selector>) -> bool {
    one.is_some() && other.is_some() && one != other
}

fn things<'a>(resolver: &mut Resolver<'a>, file: FileIndex, seen: &mut Seen<'a>) {
    let Some(declarations) = resolver.declarations_of(file) else {
        return;
    };
    for (name, thing) in sorted(&declarations.named) {
        if let Some((earlier, first)) = seen.bare.get(name).copied()
            && earlier != file
        {
            shadowed(resolver, file, name, (thing.span, first));
            continue;
        }
        match seen.things.get(name).copied() {
            Some((earlier, first))
                if meaning(resolver, earlier, first, name)
                    != meaning(resolver, file, thing, name) =>
            {
                shadowed(resolver, file, name, (thing.span, first.span));
            }
            Some(_) => {}
            None => {
                seen.things.insert(name, (file, thing));
            }
        }
    }
}

/// What a declaration stands for in the first namespace of the root, and by which kind of statement.
fn meaning(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    thing: &NamedThing,
    name: &SmolStr,
) -> (std::mem::Discriminant<StatementKind>, Vec<PeerId>, String) {
    let statements = resolver.statements_of(file);
    let namespace = resolver
        .model
        .namespaces
        .first()
        .map(|own| own.key().clone())
        .unwrap_or_default();
    let scope = Scope { file, namespace };
    let Some(statement) = statements.get(thing.statement) else {
        return (
            std::mem::discriminant(&StatementKind::Namespace(Vec::new())),
            Vec::new(),
            String::new(),
        );
    };
    let kind = std::mem::discriminant(&statement.kind);
    let written = Name {
        text: name.clone(),
        span: thing.span,
        quoted: true,
    };
    let (members, ports) = match &statement.kind {
        StatementKind::Service(service) => (
            resolver.members(&service.peer, &scope),
            crate::format::ports(&service.ports),
        ),
        _ => (resolver.named(&written, &scope), String::new()),
    };
    let mut peers: Vec<PeerId> = members
        .iter()
        .flat_map(|members| members.iter().map(|one| one.peer))
        .collect();
    peers.sort_unstable();
    peers.dedup();
    (kind, peers, ports)
}

/// Says that `file` declares a name anew at the first of the spans, and first at the second.
fn shadowed(resolver: &mut Resolver<'_>, file: FileIndex, name: &str, at: (Span, Span)) {
    let other = if file == resolver.root {
        "a file that this one uses"
    } else {
        "another file that is used together with this one"
    };
    let message = format!("`{name}` means something else in {other}");
    resolver.diagnostics.push(
        Diagnostic::new(&codes::SHADOWED_NAME, at.0, message)
            .also(at.1, "first declared here")
            .help("give one of them another name"),
    );
}
