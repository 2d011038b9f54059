//! Names that are declared here and in a used file, or in two used files: an error where they mean
//! different things.

use std::collections::HashMap;
use std::mem::Discriminant;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::{PeerId, PortListId};
use crate::resolve::declarations::{NamedThing, WorkloadThing};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::suggestion::Expected;
use crate::resolve::{target, value};
use crate::sets::Selector;
use crate::source::Span;
use crate::syntax::ast::{Name, StatementKind};

/// Compares the names of all files that the root reaches.
pub(super) fn check(resolver: &mut Resolver<'_>) {
    let reach = resolver.program.reach(resolver.root);
    if reach.len() < 2 {
        return;
    }
    let names = resolver.program.declared_twice(resolver.root);
    let mut seen = Seen::default();
    // Those that are used stand first: what shadows them is what is reported.
    for file in reach.iter().rev() {
        workloads(resolver, *file, &names, &mut seen);
        things(resolver, *file, &names, &mut seen);
    }
}

#[derive(Default)]
struct Seen<'a> {
    workloads: HashMap<(SmolStr, &'a SmolStr), (FileIndex, &'a WorkloadThing)>,
    things: HashMap<&'a SmolStr, (FileIndex, &'a NamedThing)>,
    /// The workloads that a bare name of the root can mean.
    bare: HashMap<&'a SmolStr, (FileIndex, Span)>,
}

fn workloads<'a>(
    resolver: &mut Resolver<'a>,
    file: FileIndex,
    names: &[SmolStr],
    seen: &mut Seen<'a>,
) {
    let Some(declarations) = resolver.declarations_of(file) else {
        return;
    };
    for name in names {
        let Some((name, things)) = declarations.workloads.get_key_value(name) else {
            continue;
        };
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

fn things<'a>(
    resolver: &mut Resolver<'a>,
    file: FileIndex,
    names: &[SmolStr],
    seen: &mut Seen<'a>,
) {
    let Some(declarations) = resolver.declarations_of(file) else {
        return;
    };
    for name in names {
        let Some((name, thing)) = declarations.named.get_key_value(name) else {
            continue;
        };
        if let Some((earlier, first)) = seen.bare.get(name).copied()
            && earlier != file
        {
            shadowed(resolver, file, name, (thing.span, first));
            continue;
        }
        match seen.things.get(name).copied() {
            Some((earlier, first)) => {
                let earlier = meaning(resolver, earlier, first, name);
                let here = meaning(resolver, file, thing, name);
                if earlier.zip(here).is_some_and(|(one, other)| one != other) {
                    shadowed(resolver, file, name, (thing.span, first.span));
                }
            }
            None => {
                seen.things.insert(name, (file, thing));
            }
        }
    }
}

/// What a declaration stands for: by which kind of statement, and which peers with which ports.
type Meaning = (
    Discriminant<StatementKind>,
    Vec<(PeerId, Option<PortListId>)>,
);

/// What a declaration stands for in the first namespace of the root; `None` where it cannot be told,
/// which is said.
fn meaning(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    thing: &NamedThing,
    name: &SmolStr,
) -> Option<Meaning> {
    let namespace = resolver.model.namespaces.first()?.key().clone();
    let scope = Scope { file, namespace };
    let statement = resolver.statements_of(file).get(thing.statement)?;
    let mut peers = Vec::new();
    if resolver.is_service(file, thing) {
        for scope in resolver.scopes_of(file, thing.section, &scope) {
            let served = target::resolve_service(resolver, file, thing.statement, &scope);
            let (members, ports) = served?;
            peers.extend(members.iter().map(|member| (member.peer, Some(ports))));
        }
    } else {
        let written = Name {
            text: name.clone(),
            span: thing.span,
            quoted: true,
        };
        let members = resolver.named(&written, &scope, Expected::Peer)?;
        peers.extend(members.iter().map(|member| (member.peer, None)));
    }
    peers.sort_unstable();
    peers.dedup();
    Some((std::mem::discriminant(&statement.kind), peers))
}

/// Says that `file` declares a name at the first of the spans, and another file at the second.
fn shadowed(resolver: &mut Resolver<'_>, file: FileIndex, name: &str, at: (Span, Span)) {
    let name = value::shown(name);
    let diagnostic = if file == resolver.root {
        let message = format!("`{name}` means something else in a file that this one uses");
        Diagnostic::new(&codes::SHADOWED_NAME, at.0, message).also(at.1, "declared there")
    } else {
        let message =
            format!("`{name}` means different things in two files that are used together");
        Diagnostic::new(&codes::SHADOWED_NAME, at.0, message).also(at.1, "something else here")
    };
    resolver
        .diagnostics
        .push(diagnostic.help("give one of them another name"));
}
