//! Peers: names, namespaces and what stands for all.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::format::{self, WordPlace};
use crate::ide::completion::place::Place;
use crate::ide::completion::words::word;
use crate::ide::completion::{Completion, CompletionKind};
use crate::ide::meant::{counted, each};
use crate::ide::written;
use crate::k8s::inventory::{Labels, Service, Workload};
use crate::model::Namespace;
use crate::model::words;
use crate::resolve::{KnownKind, KnownName};
use crate::syntax::ast::{Statement, StatementKind};
use crate::syntax::slot::{Home, Role};

/// The ranks, nearest first.
const OWN: u8 = 0;
const OF_FILE: u8 = 1;
const BUILT_IN: u8 = 2;
const ALL: u8 = 3;
const ELSEWHERE: u8 = 4;

/// The longest statement that a detail shows, in characters.
const LONGEST: usize = 64;

/// What could stand where a peer does.
pub(super) fn peers(place: &Place<'_>, role: Role, found: &mut Vec<Completion>) {
    let known = place.program.known_names(place.index, &place.namespaces);
    let fits = |one: &&KnownName<'_>| match role {
        Role::Target => true,
        Role::Subject => !one.kind.is_service() && !one.kind.is_network(),
        Role::Source | Role::Except | Role::Member | Role::Service => !one.kind.is_service(),
    };
    let known = known.iter().filter(fits);
    found.extend(known.filter_map(|one| declared(place, one, WordPlace::Peer)));
    for namespace in &place.namespaces {
        real(place, namespace, WordPlace::Peer, found);
    }
    if place.workloads.is_none() {
        by_label(place, found);
    }
    if place.is_quoted() {
        return;
    }
    let mut all = |mark, detail: &str| {
        found.push(Completion {
            detail: detail.to_owned(),
            rank: ALL,
            ..word(place, mark)
        });
    };
    all("*", "every pod of this namespace");
    if role == Role::Subject {
        // A file isolates pods of its own namespaces only.
        return;
    }
    if role != Role::Except {
        all("any", "everything, pods and addresses");
    }
    all("*/", "pods of all namespaces");
    namespaces(place, "/", found);
}

/// What could stand behind the `/` of a peer.
pub(super) fn pods(place: &Place<'_>, home: &Home, found: &mut Vec<Completion>) {
    let own;
    let namespaces = match home {
        Home::Own => place.namespaces.as_slice(),
        Home::Named(name) => {
            own = [name.clone()];
            &own
        }
        Home::Several => &[],
    };
    for namespace in namespaces {
        let known = place.program.known_workloads(place.index, namespace);
        let known = known.iter();
        let known = known.filter_map(|one| declared(place, one, WordPlace::BesideSlash));
        found.extend(known.map(|one| Completion { rank: OWN, ..one }));
        real(place, namespace, WordPlace::BesideSlash, found);
    }
    if !place.is_quoted() {
        found.push(Completion {
            detail: "every pod there".to_owned(),
            rank: ALL,
            ..word(place, "*")
        });
    }
}

/// What could be a member of a network, by name.
pub(super) fn networks(place: &Place<'_>, found: &mut Vec<Completion>) {
    let known = place.program.known_names(place.index, &place.namespaces);
    let known = known.iter().filter(|one| one.kind.is_network());
    found.extend(known.filter_map(|one| declared(place, one, WordPlace::Peer)));
}

/// The namespaces that are declared, spoken of, or that manifests have, with what is written `behind` them.
pub(super) fn namespaces(place: &Place<'_>, behind: &str, found: &mut Vec<Completion>) {
    if place.is_quoted() && !behind.is_empty() {
        return;
    }
    let word_place = if behind.is_empty() && !place.behind().starts_with('/') {
        WordPlace::Name
    } else {
        WordPlace::BesideSlash
    };
    let written = place.other_statements().flat_map(written::namespaces);
    let mut names: BTreeSet<SmolStr> = written.map(|name| name.text.clone()).collect();
    if let Some(workloads) = place.workloads {
        let real = workloads.inventory().namespaces.iter();
        names.extend(real.map(|one| one.name.clone()));
    }
    names.remove(Namespace::UNNAMED);
    let namespaces = names.into_iter().map(|name| Completion {
        label: [name.as_str(), behind].concat().into(),
        kind: CompletionKind::Namespace,
        detail: match place.workloads {
            Some(known) => format!(
                "namespace, {}",
                counted(each(known.of_namespace(&name)).len())
            ),
            None => "namespace".to_owned(),
        },
        span: place.span(),
        text: [place.spelt(&name, word_place).as_str(), behind].concat(),
        rank: ELSEWHERE,
    });
    found.extend(namespaces);
}

/// A declared name; not that of the statement at the place.
fn declared(place: &Place<'_>, known: &KnownName<'_>, word_place: WordPlace) -> Option<Completion> {
    let (kind, detail, rank) = match &known.kind {
        KnownKind::Workload(pods) => {
            let mut detail = "workload".to_owned();
            let mut rank = OWN;
            if let Some(pods) = pods {
                if let Some(home) = pods.namespace_name()
                    && !place.namespaces.iter().any(|own| own == home)
                {
                    detail = format!("workload of {home}");
                    rank = OF_FILE;
                }
                detail = format!("{detail}, {}", words::selector(&pods.labels));
                if let Some(workloads) = place.workloads {
                    detail = format!(
                        "{detail}, {}",
                        counted(each(workloads.matching(pods)).len())
                    );
                }
            }
            (CompletionKind::Workload, detail, rank)
        }
        KnownKind::Named(statement, is_prelude) => {
            if is_at(place, statement) {
                return None;
            }
            let kind = match &statement.kind {
                StatementKind::Network(_) => CompletionKind::Network,
                StatementKind::Service(_) => CompletionKind::Service,
                _ => CompletionKind::Group,
            };
            let rank = if *is_prelude { BUILT_IN } else { OF_FILE };
            (kind, short(&format::statement(statement)), rank)
        }
    };
    Some(Completion {
        label: known.name.clone(),
        kind,
        detail,
        span: place.span(),
        text: place.spelt(&known.name, word_place),
        rank,
    })
}

/// The workloads and Services that manifests have in a namespace.
fn real(place: &Place<'_>, namespace: &str, word_place: WordPlace, found: &mut Vec<Completion>) {
    let Some(workloads) = place.workloads else {
        return;
    };
    let mut add = |name: &SmolStr, kind, detail| {
        found.push(Completion {
            label: name.clone(),
            kind,
            detail,
            span: place.span(),
            text: place.spelt(name, word_place),
            rank: OWN,
        });
    };
    for one in workloads.of_namespace(namespace) {
        add(&one.name, CompletionKind::Workload, workload(one));
    }
    for one in workloads.services_of(namespace) {
        // Of one without a selector nobody knows the pods.
        if one.selector.is_some() {
            add(&one.name, CompletionKind::Service, service(one));
        }
    }
}

/// The names that the file writes elsewhere, and nothing declares: they are values of its label.
fn by_label(place: &Place<'_>, found: &mut Vec<Completion>) {
    let statements = place.other_statements();
    let statements = statements.filter(|one| one.span.file == place.file);
    let names = statements.flat_map(written::names);
    let names: BTreeSet<&SmolStr> = names.map(|name| &name.text).collect();
    let is_new = |name: &&&SmolStr| {
        let known = place
            .program
            .known_name(place.index, &place.namespaces, name);
        known.is_none()
    };
    let label = place.program.label(place.index);
    for name in names.iter().filter(is_new) {
        found.push(Completion {
            label: (*name).clone(),
            kind: CompletionKind::Workload,
            detail: format!("[{label}={name}], written elsewhere"),
            span: place.span(),
            text: place.spelt(name, WordPlace::Peer),
            rank: OF_FILE,
        });
    }
}

fn workload(workload: &Workload) -> String {
    let labels = workload.selector.as_ref().unwrap_or(&workload.labels);
    format!("{}, {}", workload.kind, labelled(labels))
}

fn service(service: &Service) -> String {
    let labels = service.selector.as_ref();
    format!("Service, {}", labels.map(labelled).unwrap_or_default())
}

fn labelled(labels: &Labels) -> String {
    let labels = labels.iter().map(|(key, value)| format!("{key}={value}"));
    format!("[{}]", labels.collect::<Vec<_>>().join(", "))
}

fn is_at(place: &Place<'_>, statement: &Statement) -> bool {
    let span = statement.span;
    span.file == place.file && span.start <= place.slot.start && place.slot.end <= span.end
}

/// A text, cut where it is long.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}
