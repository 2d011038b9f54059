//! Connections between workloads, by their names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Namespace;
use crate::sets::{Direction, End, FlowSet, Ports};
use crate::why::answer::Answer;
use crate::why::meant::{Crowd, Meant, Named};
use crate::why::spelling::{Spelling, with_ports};

/// How many workloads are named in a row before the rest is counted.
const MOST: usize = 6;

/// The connections of a set, in the words of who asked where all of what was asked is meant, else by the
/// names of the workloads; those together that are alike.
pub(super) fn rows(set: &FlowSet, answer: &Answer, spelling: Spelling<'_>) -> Vec<String> {
    let [sources, targets] = &answer.ends;
    if sources.is_empty() && targets.is_empty() {
        return set.flows().iter().map(|flow| spelling.flow(flow)).collect();
    }
    let (sources, targets) = (parts(sources), parts(targets));
    let mut by_target: BTreeMap<(&End, &Ports), BTreeSet<&End>> = BTreeMap::new();
    for flow in set.flows() {
        let from = by_target.entry((flow.target(), flow.ports())).or_default();
        from.insert(flow.source());
    }
    let mut by_source: BTreeMap<(BTreeSet<&End>, &Ports), BTreeSet<&End>> = BTreeMap::new();
    for ((to, ports), from) in by_target {
        by_source.entry((from, ports)).or_default().insert(to);
    }
    let mut rows: Vec<String> = Vec::new();
    for ((from, ports), to) in by_source {
        let from = names(&from, &sources, spelling).words(|name| name);
        let to = names(&to, &targets, spelling).words(|name| with_ports(&name, ports));
        rows.push(format!("{from} -> {to}"));
    }
    rows.sort();
    rows
}

/// The parts of an end.
struct Parts<'a> {
    whole: &'a End,
    crowds: Vec<(End, &'a Crowd)>,
    others: &'a [End],
}

fn parts(meant: &[Meant]) -> Vec<Parts<'_>> {
    let parts = meant.iter().map(|one| Parts {
        whole: &one.whole,
        crowds: one
            .crowds
            .iter()
            .map(|crowd| (End::Pods(crowd.pods.clone()), crowd))
            .collect(),
        others: &one.others,
    });
    parts.collect()
}

/// Names in a row, and how many more there are.
struct Names {
    names: Vec<String>,
    more: usize,
}

impl Names {
    fn of(mut names: Vec<String>, more: usize) -> Self {
        let over = names.len().saturating_sub(MOST);
        // To name the last one is no longer than to count it.
        let over = if over + more == 1 { 0 } else { over };
        names.truncate(names.len() - over);
        Self {
            names,
            more: more + over,
        }
    }

    /// `a`, `a, b, c and 5 more`.
    fn words(self, word: impl Fn(String) -> String) -> String {
        let names: Vec<String> = self.names.into_iter().map(word).collect();
        let names = names.join(", ");
        match self.more {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }
}

/// The names of some parts of what is meant at an end.
fn names(some: &BTreeSet<&End>, all: &[Parts<'_>], spelling: Spelling<'_>) -> Names {
    let mut left = some.clone();
    let mut names: Vec<String> = Vec::new();
    for one in all {
        let crowds = one.crowds.iter().map(|(end, _)| end);
        let mut parts = crowds.chain(one.others).peekable();
        let is_something = parts.peek().is_some();
        if some.contains(one.whole) || is_something && parts.all(|part| some.contains(part)) {
            names.push(spelling.end(one.whole));
            left.remove(one.whole);
            let crowds = one.crowds.iter().map(|(end, _)| end);
            crowds.chain(one.others).for_each(|part| {
                left.remove(part);
            });
        }
    }
    let mut there: BTreeSet<&Named> = BTreeSet::new();
    let mut count = 0;
    for (end, crowd) in all.iter().flat_map(|one| &one.crowds) {
        if left.remove(end) {
            count += crowd.workloads.len();
            there.extend(crowd.workloads.iter().take(MOST + 1));
        }
    }
    let more = count.saturating_sub(there.len());
    names.extend(there.into_iter().map(|one| name(one, spelling)));
    names.extend(left.into_iter().map(|end| spelling.end(end)));
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    Names::of(names, more)
}

/// `frontend`, `shop/frontend`.
pub(super) fn name((namespace, name, _): &Named, spelling: Spelling<'_>) -> String {
    if namespace == spelling.home || namespace == Namespace::UNNAMED {
        name.to_string()
    } else {
        format!("{namespace}/{name}")
    }
}

/// The workloads that are meant at an end, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Their names.
    pub names: Vec<String>,
    /// The names of those on the network of their nodes, which are not among them (S40).
    pub hosts: Vec<String>,
    /// Whether there may be more.
    pub may_be_more: bool,
}

/// The workloads that are meant where connections start, or where they end; nothing where none of it is
/// known.
pub(super) fn counted(
    answer: &Answer,
    direction: Direction,
    spelling: Spelling<'_>,
) -> Option<Counted> {
    let [sources, targets] = &answer.ends;
    let meant = match direction {
        Direction::Egress => sources,
        Direction::Ingress => targets,
    };
    if !meant.iter().any(|one| one.is_known) {
        return None;
    }
    let crowds = meant.iter().flat_map(|one| &one.crowds);
    let there: BTreeSet<&Named> = crowds.flat_map(|crowd| &crowd.workloads).collect();
    let hosts: BTreeSet<&Named> = meant.iter().flat_map(|one| &one.hosts).collect();
    let spelt = |all: BTreeSet<&Named>| all.into_iter().map(|one| name(one, spelling)).collect();
    let mut others = meant.iter().flat_map(|one| &one.others);
    Some(Counted {
        names: spelt(there),
        hosts: spelt(hosts),
        may_be_more: others.any(|end| matches!(end, End::Pods(_))),
    })
}

impl Counted {
    /// Whether it is known that there is no pod.
    pub fn is_nobody(&self) -> bool {
        self.names.is_empty() && !self.may_be_more
    }

    /// `1 workload`, `3 workloads`, `no workload`; `3 known workloads` where there may be more.
    pub fn words(&self) -> String {
        let known = if self.may_be_more { "known " } else { "" };
        match self.names.len() {
            0 if self.hosts.len() == 1 => "1 workload, on the network of its nodes".to_owned(),
            0 if !self.hosts.is_empty() => {
                format!(
                    "{} workloads, on the network of their nodes",
                    self.hosts.len()
                )
            }
            0 => format!("no {known}workload"),
            1 => format!("1 {known}workload"),
            several => format!("{several} {known}workloads"),
        }
    }

    /// `matches 3 workloads: a, b, c`, for who is at an end.
    pub fn sentence(&self, who: &str) -> String {
        let names = Names::of(self.names.clone(), 0).words(|name| name);
        match names.as_str() {
            "" => format!("`{who}` matches {}", self.words()),
            names => format!("`{who}` matches {}: {names}", self.words()),
        }
    }

    /// What is to be known of pods on the network of their nodes, if some are meant (S40).
    pub fn of_hosts(&self) -> Option<String> {
        let names = Names::of(self.hosts.clone(), 0).words(|name| format!("`{name}`"));
        (!self.hosts.is_empty()).then(|| {
            format!("the pods of {names} are on the network of their nodes, where no policy catches them")
        })
    }
}
