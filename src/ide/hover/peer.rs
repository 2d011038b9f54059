//! What a peer stands for, and how many workloads that matches.

use std::collections::BTreeSet;

use crate::driver::{Analyzed, Snapshot};
use crate::ide::meant::{counted, each, matched, names as listed};
use crate::ide::section::Sections;
use crate::ide::written;
use crate::model::{Part, words};
use crate::resolve::{Definition, DefinitionKind, TargetReader};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Name, Peer, PeerExpr, PeerKind, Statement, StatementKind, Target};

/// How many parts of a peer are shown before the rest is counted.
const MOST: usize = 8;

/// What there is to say of the peer, or of the declared name, at a byte of a statement; with its place.
pub(super) fn peer(
    snapshot: &Snapshot,
    file: FileId,
    at: u32,
    statement: &Statement,
) -> Option<(Span, Vec<String>)> {
    let analyzed = snapshot.analyzed(file)?;
    let is_here = |span: Span| span.start <= at && at <= span.end;
    let peers = written::peers(statement);
    let written = peers.into_iter().find(|expr| is_here(expr.span)).cloned();
    let names = declared(statement).into_iter();
    let mut declared = names.filter(|name| is_here(name.span)).map(named);
    let expr = written.or_else(|| declared.next())?;
    let mut lines: Vec<String> = declarations(snapshot, file, at).into_iter().collect();
    lines.extend(meaning(snapshot, analyzed, &expr));
    (!lines.is_empty()).then_some((expr.span, lines))
}

/// The names that a statement declares.
fn declared(statement: &Statement) -> Vec<&Name> {
    match &statement.kind {
        StatementKind::Workloads(names) => names.iter().collect(),
        StatementKind::Workload(workload) => vec![&workload.name],
        StatementKind::Network(network) => vec![&network.name],
        StatementKind::Service(service) => vec![&service.name],
        StatementKind::Group(group) => vec![&group.name],
        _ => Vec::new(),
    }
}

/// A name as a peer.
fn named(name: &Name) -> PeerExpr {
    let span = name.span;
    PeerExpr {
        span,
        peer: Peer {
            span,
            kind: PeerKind::Name(name.clone()),
        },
        except: Vec::new(),
    }
}

/// What the name at a place is, and where that is declared.
fn declarations(snapshot: &Snapshot, file: FileId, at: u32) -> BTreeSet<String> {
    let index = snapshot.names();
    let mention = index.at(file, at);
    let found = mention.into_iter().flat_map(|one| one.definitions.iter());
    let found = found.filter_map(|id| index.definition(*id));
    found.map(|one| declaration(snapshot, one)).collect()
}

fn declaration(snapshot: &Snapshot, definition: &Definition) -> String {
    let what = match definition.kind {
        DefinitionKind::Namespace => "a namespace",
        DefinitionKind::Workload => "a workload",
        DefinitionKind::Group => "a group",
        DefinitionKind::Network => "a network",
        DefinitionKind::Service => "a service",
        DefinitionKind::RealWorkload => "a workload of the manifests",
        DefinitionKind::RealService => "a Service of the manifests",
        DefinitionKind::Undeclared => "declared nowhere: the value of a label",
    };
    let name = &definition.name;
    let place = definition.places.first();
    let place = place.and_then(|place| {
        let source = snapshot.sources.get(place.file)?;
        let line = source.position(place.start).line;
        Some(if snapshot.program.is_prelude(place.file) {
            ", built in".to_owned()
        } else {
            format!(", {}:{line}", source.name)
        })
    });
    format!("{name} is {what}{}", place.unwrap_or_default())
}

/// The pods and addresses of a peer, and the workloads with such pods, where manifests are known.
fn meaning(snapshot: &Snapshot, analyzed: &Analyzed, expr: &PeerExpr) -> Vec<String> {
    let target = Target {
        span: expr.span,
        peer: expr.clone(),
        ports: None,
        direction: None,
    };
    let sections = Sections::of(&snapshot.program, analyzed.index);
    let mut reader = TargetReader::new(&snapshot.program, analyzed.index);
    let homes = sections.at(expr.span.start).iter();
    let read = homes.flat_map(|home| reader.read(&target, home));
    let all: BTreeSet<Part> = read.flat_map(|(parts, _)| parts).collect();
    let mut lines: Vec<String> = all.iter().take(MOST).map(part).collect();
    if all.len() > MOST {
        lines.push(format!("and {} more", all.len() - MOST));
    }
    lines.extend(workloads(analyzed, &all));
    lines
}

fn part(part: &Part) -> String {
    match part {
        Part::Any => "everything, pods and addresses".to_owned(),
        Part::Pods(pods) => words::pods(pods),
        Part::Block(block) => {
            let except: Vec<String> = block.except().iter().map(ToString::to_string).collect();
            match except.as_slice() {
                [] => block.cidr().to_string(),
                except => format!("{} except {}", block.cidr(), except.join(", ")),
            }
        }
    }
}

fn workloads(analyzed: &Analyzed, parts: &BTreeSet<Part>) -> Option<String> {
    let known = analyzed.workloads.as_deref()?;
    let has_pods = parts.iter().any(|part| matches!(part, Part::Pods(_)));
    let found = each(matched(known, parts));
    let count = counted(found.len());
    let names = listed(found.into_iter().map(|(home, name, _)| (home, name)));
    let names = if names.is_empty() {
        names
    } else {
        format!(": {names}")
    };
    has_pods.then(|| format!("{count} of the manifests{names}"))
}
