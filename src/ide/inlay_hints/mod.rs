//! What is shown within the text: the numbers that ports have, and how many workloads a peer means.

mod numbers;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::driver::{Analyzed, Snapshot};
use crate::ide::inlay_hints::numbers::Numbers;
use crate::ide::meant::{counted, each, matched, names};
use crate::ide::section::Sections;
use crate::ide::written;
use crate::k8s::inventory::Workload;
use crate::model::{Part, PortMatch};
use crate::resolve::{KnownKind, TargetReader};
use crate::source::{FileId, Span};
use crate::syntax::ast::{
    NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Port, PortKind, Statement, StatementKind,
    Target,
};
use crate::workloads::Workloads;

/// Something that is shown behind a place, and is no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Offset of the byte before which it is shown.
    pub offset: u32,
    /// What is shown.
    pub text: String,
    /// What more there is to say, a line each; empty where nothing.
    pub tooltip: String,
}

/// What there is to show in a range of bytes of a file, in the order of the text. Only manifests tell of ports and
/// workloads, so without them it is nothing.
pub fn inlay_hints(snapshot: &Snapshot, file: FileId, range: Range<u32>) -> Vec<Hint> {
    let Some(analyzed) = snapshot.analyzed(file) else {
        return Vec::new();
    };
    let (Some(workloads), Some(ast)) = (
        analyzed.workloads.as_deref(),
        snapshot.program.ast(analyzed.index),
    ) else {
        return Vec::new();
    };
    let statements = ast.statements.iter();
    let statements = statements.skip_while(|one| one.span.end < range.start);
    let statements = statements.take_while(|one| one.span.start <= range.end);
    let shown: Vec<&Statement> = statements.collect();
    let mut hints = Hints {
        snapshot,
        analyzed,
        workloads,
        sections: Sections::of(&snapshot.program, analyzed.index),
        found: Vec::new(),
    };
    hints.add_peers(&shown);
    hints.add_ports(&shown);
    hints.add_service_ports(&shown);
    hints.add_declared(&shown);
    let mut found = hints.found;
    found.retain(|hint| range.start <= hint.offset && hint.offset <= range.end);
    found.sort_by_key(|hint| hint.offset);
    found
}

struct Hints<'a> {
    snapshot: &'a Snapshot,
    analyzed: &'a Analyzed,
    workloads: &'a Workloads,
    sections: Sections,
    found: Vec<Hint>,
}

impl<'a> Hints<'a> {
    /// How many workloads the peers mean of which the text does not say it.
    fn add_peers(&mut self, statements: &[&'a Statement]) {
        let exprs = statements.iter().flat_map(|one| written::peers(one));
        let wanted: BTreeSet<(Span, bool)> = exprs
            .filter(|expr| self.is_of_several(expr))
            .map(|expr| (expr.span, !expr.except.is_empty()))
            .collect();
        let mut meant: BTreeMap<Span, BTreeMap<Span, &Workload>> = BTreeMap::new();
        let mut open: BTreeSet<Span> = BTreeSet::new();
        let model = &self.analyzed.resolved.model;
        for one in &self.analyzed.resolved.peers {
            if !wanted.contains(&(one.span, one.is_left)) {
                continue;
            }
            for part in &model.peer(one.peer).parts {
                match model.part(*part) {
                    Part::Pods(pods) => {
                        let found = self.workloads.matching(pods).into_iter();
                        let found = found.map(|one| (one.place, one));
                        meant.entry(one.span).or_default().extend(found);
                    }
                    Part::Block(_) => {}
                    Part::Any => {
                        open.insert(one.span);
                    }
                }
            }
        }
        let counted = meant.into_iter().filter(|(span, _)| !open.contains(span));
        let hints = counted.map(|(span, workloads)| count(span.end, workloads.values().copied()));
        self.found.extend(hints);
    }

    /// Whether a peer is no name of a workload, so that nobody sees how many it means.
    fn is_of_several(&self, expr: &PeerExpr) -> bool {
        match &expr.peer.kind {
            PeerKind::Selector(_)
            | PeerKind::In(_, PodPart::Selector(_) | PodPart::All)
            | PeerKind::In(NamespacePart::Selector(_) | NamespacePart::All, _) => true,
            PeerKind::Name(name) => self.is_group(&name.text, expr.span.start),
            PeerKind::All => !expr.except.is_empty(),
            PeerKind::In(NamespacePart::Name(_), PodPart::Name(_))
            | PeerKind::Any
            | PeerKind::Address(_) => false,
        }
    }

    fn is_group(&self, name: &str, at: u32) -> bool {
        let index = self.analyzed.index;
        let namespaces = self.sections.at(at);
        let known = self.snapshot.program.known_name(index, namespaces, name);
        known.is_some_and(|kind| match kind {
            KnownKind::Workload(_) => false,
            KnownKind::Named(statement, _) => matches!(statement.kind, StatementKind::Group(_)),
        })
    }

    /// The numbers of named ports.
    fn add_ports(&mut self, statements: &[&'a Statement]) {
        let targets = statements.iter().flat_map(|one| written::targets(one));
        let ports = targets.filter_map(|target| target.ports);
        let ports: BTreeSet<Span> = ports
            .flat_map(|ports| ports.entries)
            .map(|port| port.span)
            .collect();
        let mut numbers: BTreeMap<Span, Numbers<'_>> = BTreeMap::new();
        let model = &self.analyzed.resolved.model;
        for target in &self.analyzed.resolved.targets {
            let named = target.ports.iter();
            let named = named.filter(|(span, entry)| {
                ports.contains(span) && matches!(entry.ports, PortMatch::Name(_))
            });
            for (span, entry) in named {
                let parts = model.peer(target.peer).parts.iter();
                for part in parts.map(|part| model.part(*part)) {
                    let numbers = numbers.entry(*span).or_default();
                    numbers.add(self.workloads, part, entry);
                }
            }
        }
        let hints = numbers.into_iter();
        let hints = hints.filter_map(|(span, numbers)| numbers.hint(span.end, false));
        self.found.extend(hints);
    }

    /// The ports behind the Services of `:service`.
    fn add_service_ports(&mut self, statements: &[&'a Statement]) {
        let targets = statements.iter().flat_map(|one| written::targets(one));
        let mut targets = targets
            .filter_map(|target| Some((behind_service(&target)?, target)))
            .peekable();
        if targets.peek().is_none() {
            return;
        }
        let index = self.analyzed.index;
        let mut reader = TargetReader::new(&self.snapshot.program, index);
        for (end, target) in targets {
            let mut numbers = Numbers::default();
            for home in self.sections.at(target.span.start) {
                for (parts, ports) in reader.read(&target, home) {
                    for entry in ports.entries() {
                        for part in &parts {
                            numbers.add(self.workloads, part, entry);
                        }
                    }
                }
            }
            self.found.extend(numbers.hint(end, true));
        }
    }

    /// How many workloads the selectors of declared workloads mean.
    fn add_declared(&mut self, statements: &[&'a Statement]) {
        let index = self.analyzed.index;
        let workloads = statements.iter().filter_map(|one| match &one.kind {
            StatementKind::Workload(workload) => Some(workload),
            _ => None,
        });
        let mut workloads = workloads.peekable();
        if workloads.peek().is_none() {
            return;
        }
        let mut reader = TargetReader::new(&self.snapshot.program, index);
        for workload in workloads {
            let span = workload.selector.span;
            let selector = workload.selector.clone();
            let kind = match &workload.namespace {
                Some(home) => PeerKind::In(
                    NamespacePart::Name(home.clone()),
                    PodPart::Selector(selector),
                ),
                None => PeerKind::Selector(selector),
            };
            let peer = PeerExpr {
                span,
                peer: Peer { span, kind },
                except: Vec::new(),
            };
            let target = Target {
                span,
                peer,
                ports: None,
                direction: None,
            };
            let homes = self.sections.at(span.start);
            let read = homes.iter().flat_map(|home| reader.read(&target, home));
            let parts: Vec<Part> = read.flat_map(|(parts, _)| parts).collect();
            if parts.is_empty() {
                // Something is wrong with the selector.
                continue;
            }
            let found = matched(self.workloads, &parts);
            self.found.push(count(span.end, found.into_iter()));
        }
    }
}

/// Where the `service` of a target ends that has it for its ports.
fn behind_service(target: &Target) -> Option<u32> {
    let mut ports = target.ports.as_ref()?.entries.iter();
    let service = ports.find(|port: &&Port| matches!(port.kind, PortKind::Service));
    service.map(|port| port.span.end)
}

/// `3 workloads`, and which.
fn count<'w>(offset: u32, workloads: impl Iterator<Item = &'w Workload>) -> Hint {
    let found = each(workloads);
    Hint {
        offset,
        text: counted(found.len()),
        tooltip: names(found.into_iter().map(|(home, name, _)| (home, name))),
    }
}
