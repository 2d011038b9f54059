//! `conflict`: an `allow` lets through what a `deny` promises to keep out.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::check::Judged;
use crate::check::clash::Clash;
pub use crate::check::clash::Conflict;
use crate::check::exclusion;
use crate::check::run::by_side::BySide;
use crate::check::run::part_index::PartIndex;
use crate::check::run::promise::{Promise, distinct, promises};
use crate::check::run::whole::{AllowId, Pair, RunPorts, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::words;
use crate::sets::{Budget, Flow, FlowPoint};

/// How many conflicts of one `deny` are reported.
const MOST: usize = 20;

/// How many rules on the ports of a promise are few enough to look at each.
const FEW: usize = 64;

/// What a witness may cost to compute: one product of ports with another.
const WITNESS_STEPS: u64 = 1 << 20;

/// The conflicts of a run: one for each pair of statements, at most 20 for each `deny`.
pub fn find(run: &[Judged<'_>]) -> Vec<Conflict> {
    let whole = Whole::new(run);
    let denied = distinct(&whole, &promises(&whole));
    let found = search(&whole, &denied);
    found.into_iter().map(|clash| clash.conflict).collect()
}

/// Reports them.
pub(super) fn check(whole: &Whole<'_>, promises: &[Promise<'_>]) -> Vec<Diagnostic> {
    let denied = distinct(whole, promises);
    let found = search(whole, &denied);
    let report = found.iter().map(|clash| report(whole, clash));
    report.collect()
}

fn search<'a>(whole: &Whole<'a>, promises: &[Promise<'a>]) -> Vec<Clash<'a>> {
    if promises.is_empty() {
        return Vec::new();
    }
    let search = Search::new(whole);
    let mut found: Vec<Clash<'_>> = Vec::new();
    let mut seen = FxHashSet::default();
    // All readings of one `deny` together.
    let mut sorted = promises.to_vec();
    sorted.sort_by_key(|promise| promise.span);
    for readings in sorted.chunk_by(|one, other| one.span == other.span) {
        let mut clashes = Vec::new();
        for promise in readings {
            for (id, witness) in search.clashes(promise, MOST + 1) {
                let Some(allow) = whole.allow(id) else {
                    continue;
                };
                let Some(span) = whole.span(allow) else {
                    continue;
                };
                if seen.insert((span, promise.span)) {
                    let conflict = Conflict {
                        allow: span,
                        deny: promise.span,
                        witness,
                    };
                    clashes.push(Clash {
                        conflict,
                        allow: *allow,
                        promise: *promise,
                        more: false,
                    });
                }
            }
        }
        clashes.sort_by_key(|clash| clash.conflict.allow);
        let more = clashes.len() > MOST;
        clashes.truncate(MOST);
        if let Some(last) = clashes.last_mut().filter(|_| more) {
            last.more = true;
        }
        found.append(&mut clashes);
    }
    found
}

/// The `allow`s of a run by the parts of their ends.
struct Search<'a> {
    whole: &'a Whole<'a>,
    parts: PartIndex<'a>,
    sources: BySide,
    targets: BySide,
    by_ports: BTreeMap<RunPorts, Vec<AllowId>>,
}

impl<'a> Search<'a> {
    fn new(whole: &'a Whole<'_>) -> Self {
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        let mut by_ports: BTreeMap<RunPorts, Vec<AllowId>> = BTreeMap::new();
        for (id, allow) in whole.allows() {
            for rule in whole.rules(allow) {
                for source in &rule.sources {
                    sources.extend(whole.parts_of(allow.file, *source).map(|part| (part, id)));
                }
                for target in &rule.targets {
                    let parts = whole.parts_of(allow.file, target.peer);
                    targets.extend(parts.map(|part| (part, id)));
                    let on_ports = by_ports.entry(whole.list(allow.file, target.ports));
                    on_ports.or_default().push(id);
                }
            }
        }
        Self {
            whole,
            parts: PartIndex::new(whole),
            sources: BySide::of(sources),
            targets: BySide::of(targets),
            by_ports,
        }
    }

    /// The first `allow`s that share a connection with the promise, at most `most`, each with one.
    fn clashes(&self, promise: &Promise<'_>, most: usize) -> Vec<(AllowId, FlowPoint)> {
        let mut found: Vec<(AllowId, FlowPoint)> = Vec::new();
        for pair in promise.pairs(self.whole) {
            let mut of_pair = 0;
            for id in self.candidates(&pair) {
                if found.iter().any(|(known, _)| *known == id) {
                    continue;
                }
                if let Some(witness) = self.witness(id, &pair) {
                    found.push((id, witness));
                    of_pair += 1;
                    if of_pair == most {
                        break;
                    }
                }
            }
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        found.truncate(most);
        found
    }

    /// The `allow`s that may share a connection with a pair, found by its ports where few have them,
    /// else by its more selective end; in their order.
    fn candidates(&self, pair: &Pair) -> Vec<AllowId> {
        let ports = self.whole.ports(pair.ports);
        let lists = self.by_ports.iter();
        let met = lists.filter(|(list, _)| self.whole.ports(**list).meets(ports));
        let met: Vec<&Vec<AllowId>> = met.map(|(_, ids)| ids).collect();
        let on_ports: usize = met.iter().map(|ids| ids.len()).sum();
        if on_ports <= FEW {
            let mut ids: Vec<AllowId> = met.into_iter().flatten().copied().collect();
            ids.sort_unstable();
            ids.dedup();
            return ids;
        }
        let (source, target) = (
            self.sources.meeting(self.whole, &self.parts, pair.source),
            self.targets.meeting(self.whole, &self.parts, pair.target),
        );
        let mut ids = if source.count < target.count {
            self.sources.at(&source)
        } else {
            self.targets.at(&target)
        };
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// A connection that an `allow` shares with a pair of a promise.
    fn witness(&self, id: AllowId, denied: &Pair) -> Option<FlowPoint> {
        let allow = self.whole.allow(id)?;
        let rules = self.whole.rules(allow).iter();
        let mut pairs = rules.flat_map(|rule| self.whole.pairs(allow.file, rule));
        pairs.find_map(|allowed| shared(self.whole, &allowed, denied))
    }
}

/// A connection of both pairs.
fn shared(whole: &Whole<'_>, one: &Pair, other: &Pair) -> Option<FlowPoint> {
    let sources = (whole.points(one.source), whole.points(other.source));
    let targets = (whole.points(one.target), whole.points(other.target));
    let ports = (whole.ports(one.ports), whole.ports(other.ports));
    if !sources.0.meets(sources.1) || !targets.0.meets(targets.1) || !ports.0.meets(ports.1) {
        return None;
    }
    let mut flows = flows(whole, one);
    flows.find_map(|flow| {
        self::flows(whole, other).find_map(|others| {
            let budget = &mut Budget::new(WITNESS_STEPS);
            let both = flow.and(&others, budget).ok().flatten()?;
            both.witness()
        })
    })
}

/// The connections of a pair: one product for each kind of its ends.
fn flows<'s>(whole: &'s Whole<'_>, pair: &Pair) -> impl Iterator<Item = Flow> + 's {
    let ports = whole.ports(pair.ports);
    let targets = whole.points(pair.target);
    let sources = whole.points(pair.source).ends();
    sources.flat_map(move |source| {
        let targets = targets.ends();
        targets.map(move |target| Flow::new(source.clone(), target, ports.clone()))
    })
}

fn report(whole: &Whole<'_>, clash: &Clash<'_>) -> Diagnostic {
    let Conflict {
        allow,
        deny,
        witness,
    } = &clash.conflict;
    let message = format!(
        "this lets through what `{}` keeps out",
        clash.promise.said(whole)
    );
    let mut diagnostic = Diagnostic::new(&codes::CONFLICT, *allow, message)
        .also(*deny, "the promise")
        .note(format!("both are about {}", words::connection(witness)));
    if clash.more {
        diagnostic = diagnostic.note(format!(
            "the promise has more conflicts; {MOST} of them are shown"
        ));
    }
    exclusion::mend(whole, clash, diagnostic)
}
