//! Ports: those that the pods of a peer have.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::format::{self, WordPlace};
use crate::ide::completion::place::Place;
use crate::ide::completion::words::word;
use crate::ide::completion::{Completion, CompletionKind};
use crate::ide::meant::matched;
use crate::ide::written;
use crate::k8s::inventory::Workload;
use crate::model::words::written_port;
use crate::model::{Part, PortList, PortMatch};
use crate::resolve::TargetReader;
use crate::sets::Protocol;
use crate::syntax;
use crate::syntax::ast::{PortKind, Ports, StatementKind, Target};
use crate::syntax::slot::PortWant;
use crate::workloads::{declared, protocol};

/// The ranks: names before numbers, and both before what the text has elsewhere.
const NAMES: u8 = 0;
const NUMBERS: u8 = 1;
const WRITTEN: u8 = 2;
const SERVICE: u8 = 3;

/// How many workloads a detail names.
const MOST: usize = 3;

/// The ports of a peer.
pub(super) fn ports(place: &Place<'_>, want: &PortWant, found: &mut Vec<Completion>) {
    let range = want.peer.start as usize..want.peer.end as usize;
    let peer = place.text.get(range).unwrap_or("");
    let Some(target) = parsed(place, peer) else {
        return;
    };
    let mut reader = TargetReader::new(place.program, place.index);
    let mut read = |target: &Target| -> Vec<(Vec<Part>, PortList)> {
        let namespaces = place.namespaces.iter();
        namespaces
            .flat_map(|one| reader.read(target, one))
            .collect()
    };
    let meant = read(&target);
    if meant.iter().any(|(_, ports)| !ports.entries().is_empty()) {
        // A service has its own ports.
        return;
    }
    of_pods(place, &workloads(place, &meant), found);
    written_elsewhere(place, &target, found);
    if want.takes_service
        && !place.is_quoted()
        && let Some(target) = parsed(place, &format!("{peer}:service"))
        && let [(_, ports), ..] = read(&target).as_slice()
    {
        let ports = ports.entries().iter().map(|entry| match &entry.ports {
            PortMatch::Range(number, _) => written_port(&number.to_string(), entry.protocol),
            PortMatch::Name(name) => written_port(name, entry.protocol),
            PortMatch::All => written_port("*", entry.protocol),
        });
        let ports: Vec<String> = ports.collect();
        found.push(Completion {
            detail: format!("{} behind the Service", ports.join(", ")),
            rank: SERVICE,
            ..word(place, "service")
        });
    }
}

/// The target that a text is.
fn parsed(place: &Place<'_>, target: &str) -> Option<Target> {
    let (ast, _) = syntax::parse(place.file, &format!("deny a -> {target}"));
    match ast.statements.into_iter().next()?.kind {
        StatementKind::Rule(rule) => rule.targets.into_iter().next(),
        _ => None,
    }
}

/// The real workloads that are meant.
fn workloads<'a>(place: &Place<'a>, meant: &[(Vec<Part>, PortList)]) -> Vec<&'a Workload> {
    let Some(workloads) = place.workloads else {
        return Vec::new();
    };
    matched(workloads, meant.iter().flat_map(|(parts, _)| parts))
}

/// The ports that containers declare, by name and by number.
fn of_pods(place: &Place<'_>, workloads: &[&Workload], found: &mut Vec<Completion>) {
    type Said<'w> = (BTreeSet<SmolStr>, BTreeSet<&'w str>);
    let mut names: BTreeMap<(SmolStr, Protocol), Said<'_>> = BTreeMap::new();
    let mut numbers: BTreeMap<(u16, Protocol), Said<'_>> = BTreeMap::new();
    for workload in workloads {
        for port in declared(workload) {
            let protocol = protocol(port.protocol);
            let number = numbers.entry((port.number, protocol)).or_default();
            number.1.insert(&workload.name);
            if let Some(name) = &port.name {
                number.0.insert(name.clone());
                let name = names.entry((name.clone(), protocol)).or_default();
                name.0.insert(port.number.to_smolstr());
                name.1.insert(&workload.name);
            }
        }
    }
    for ((name, protocol), (numbers, workloads)) in names {
        let detail = detail(numbers.iter(), workloads.iter());
        found.push(completion(place, &name, protocol, detail, NAMES));
    }
    if place.is_quoted() {
        return;
    }
    for ((number, protocol), (names, workloads)) in numbers {
        let detail = detail(names.iter(), workloads.iter());
        found.push(completion(
            place,
            &number.to_smolstr(),
            protocol,
            detail,
            NUMBERS,
        ));
    }
}

/// `8080 of frontend, backend and 2 more`
fn detail<'s>(
    ports: impl Iterator<Item = &'s SmolStr>,
    workloads: impl ExactSizeIterator<Item = &'s &'s str>,
) -> String {
    let ports: Vec<&str> = ports.map(SmolStr::as_str).collect();
    let more = workloads.len().saturating_sub(MOST);
    let workloads: Vec<&str> = workloads.take(MOST).copied().collect();
    let mut detail = format!("{} of {}", ports.join(", "), workloads.join(", "));
    if more > 0 {
        detail = format!("{detail} and {more} more");
    }
    detail.trim_start().to_owned()
}

fn completion(
    place: &Place<'_>,
    port: &SmolStr,
    protocol: Protocol,
    detail: String,
    rank: u8,
) -> Completion {
    let is_number = port.starts_with(|first: char| first.is_ascii_digit());
    let text = if is_number {
        port.to_string()
    } else {
        place.spelt(port, WordPlace::Port)
    };
    // In quotes, and before a `/`, nothing can follow.
    let has_protocol = place.behind().starts_with('/') || place.is_quoted();
    let spelt = if has_protocol {
        text
    } else {
        written_port(&text, protocol)
    };
    Completion {
        label: format_smolstr!("{}", written_port(port, protocol)),
        kind: CompletionKind::Port,
        detail,
        span: place.span(),
        text: spelt,
        rank,
    }
}

/// The ports that other statements write behind the same peer.
fn written_elsewhere(place: &Place<'_>, target: &Target, found: &mut Vec<Completion>) {
    if place.is_quoted() || place.behind().starts_with('/') {
        return;
    }
    let peer = format::peer_expr(&target.peer);
    let others = place.other_statements().flat_map(written::targets);
    for other in others.filter(|other| format::peer_expr(&other.peer) == peer) {
        let ports = other.ports.iter().flat_map(|ports| &ports.entries);
        for port in ports.filter(|port| !matches!(port.kind, PortKind::Service)) {
            let text = format::ports(&Ports {
                span: port.span,
                parentheses: false,
                entries: vec![port.clone()],
            });
            found.push(Completion {
                label: SmolStr::new(&text),
                kind: CompletionKind::Port,
                detail: "written elsewhere".to_owned(),
                span: place.span(),
                text,
                rank: WRITTEN,
            });
        }
    }
}
