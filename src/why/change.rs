//! The lines that would let through what is blocked.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::model::{Model, Namespace, PeerId, Rule};
use crate::sets::{Direction, End, Flow, Pods, Selector};
use crate::source::FileId;
use crate::why::answer::{Answer, Side};
use crate::why::place::Place;
use crate::why::spelling::Spelling;
use crate::why::statement::{self, Kept};
use crate::workloads::Workloads;

/// A file of the run.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// The file.
    pub file: FileId,
    /// What it means.
    pub model: &'a Model,
    /// Whether another file uses it.
    pub is_used: bool,
    /// The workloads that it knows.
    pub workloads: Option<&'a Workloads>,
}

/// A line to add to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The file.
    pub file: FileId,
    /// The namespace whose section it belongs to.
    pub namespace: Namespace,
    /// The statement.
    pub statement: String,
    /// The direction in which it isolates pods that nothing isolates so far.
    pub isolates: Option<Direction>,
}

/// The lines that would let a question through, each for the file that owns a blocked end. `words` are
/// the question in the words of who asked, kept where they mean the same in that file.
pub fn additions(
    answer: &Answer,
    question: &Model,
    owners: &[Owner<'_>],
    words: &str,
) -> Vec<Addition> {
    let rules = question.expectations.iter().map(|one| &one.flows);
    let rules: Vec<&Rule> = rules.collect();
    let mut found: Vec<Addition> = Vec::new();
    for (owner, namespace, directions) in blocked(answer, owners) {
        for rule in &rules {
            let added = added(
                answer,
                question,
                rule,
                owner,
                &namespace,
                &directions,
                words,
            );
            for addition in added {
                let is_known = |known: &Addition| {
                    known.file == addition.file && known.statement == addition.statement
                };
                if !found.iter().any(is_known) {
                    found.push(addition);
                }
            }
        }
    }
    found
}

/// The statement that would let a question through at the pods of one namespace that stop some of it on
/// one side; nothing, where none of its ends is surely there. It calls pods by their labels, and so means the
/// same to who knows no names.
pub fn opening(side: &Side, question: &Model, namespace: &SmolStr) -> Option<String> {
    let own = Namespace::named(namespace.clone());
    let owned = |peer: PeerId| {
        let mut parts = question.peer(peer).parts.iter();
        parts.any(|part| question.part(*part).labels_in(&own).is_some())
    };
    let kept = Kept {
        model: question,
        source: &|peer| side.direction != Direction::Egress || owned(peer),
        target: &|peer| side.direction != Direction::Ingress || owned(peer),
    };
    let spelling = Spelling {
        home: namespace,
        models: &[],
        workloads: None,
    };
    let rule = &question.expectations.first()?.flows;
    statement::allow(rule, kept, Some(side.direction), spelling)
}

/// The promises of the run that what is blocked stays so.
pub fn promises(answer: &Answer, owners: &[Owner<'_>]) -> Vec<Place> {
    let mut places = BTreeSet::new();
    for owner in owners {
        for promise in &owner.model.promises {
            let origin = owner.model.statements.get(promise.statement.0 as usize);
            let Some(place) = origin.map(|origin| Place::Statement(origin.span)) else {
                continue;
            };
            if places.contains(&place) {
                continue;
            }
            let promised = promise.flows(owner.model);
            let mut stopped = answer.stopped.flows().iter();
            if stopped.any(|flow| promised.iter().any(|other| other.meets(flow))) {
                places.insert(place);
            }
        }
    }
    places.into_iter().collect()
}

/// The files that own what is stopped: with the first such namespace, and the directions in which their
/// pods stop something.
fn blocked<'a>(
    answer: &Answer,
    owners: &[Owner<'a>],
) -> Vec<(Owner<'a>, Namespace, BTreeSet<Direction>)> {
    let mut of_namespace: BTreeMap<&Namespace, Vec<Owner<'a>>> = BTreeMap::new();
    for owner in owners {
        for namespace in &owner.model.namespaces {
            of_namespace.entry(namespace).or_default().push(*owner);
        }
    }
    let mut found: Vec<(Owner<'a>, Namespace, BTreeSet<Direction>)> = Vec::new();
    for (namespace, owners) in of_namespace {
        let stopping = answer.sides().into_iter();
        let stopping: Vec<&Side> = stopping
            .filter(|side| stops(side, namespace.key()))
            .collect();
        let Some(owner) = nearest(&stopping, &owners) else {
            continue;
        };
        let directions = stopping.iter().map(|side| side.direction);
        match found
            .iter_mut()
            .find(|(known, ..)| known.file == owner.file)
        {
            Some((.., known)) => known.extend(directions),
            None => found.push((owner, namespace.clone(), directions.collect())),
        }
    }
    found
}

/// Of several files that own a namespace the one that says most about the pods that stop something: no
/// base of others, where it can be.
fn nearest<'a>(stopping: &[&Side], owners: &[Owner<'a>]) -> Option<Owner<'a>> {
    if stopping.is_empty() {
        return None;
    }
    let mut says: BTreeMap<FileId, BTreeSet<Place>> = BTreeMap::new();
    for side in stopping {
        for met in side
            .besides
            .iter()
            .chain(&side.admitted)
            .chain(&side.isolated)
        {
            if let Place::Statement(span) = met.cause {
                says.entry(span.file).or_default().insert(met.cause);
            }
        }
    }
    let rank = |owner: &Owner<'_>| {
        let says = says.get(&owner.file).map_or(0, BTreeSet::len);
        (says > 0, !owner.is_used, says)
    };
    // The last of equal ones is taken, so the first file has to come last.
    owners.iter().rev().max_by_key(|owner| rank(owner)).copied()
}

/// Whether pods of a namespace stop something on one side.
pub fn stops(side: &Side, namespace: &SmolStr) -> bool {
    let mut flows = side.stopped.flows().iter();
    flows.any(|flow| is_in(side.direction.own_end(flow), namespace))
}

fn is_in(end: &End, namespace: &SmolStr) -> bool {
    let own = Pods::in_namespace(namespace.clone(), Selector::everything());
    match end {
        End::Pods(pods) => pods.meets(&own),
        End::Addresses(_) => false,
    }
}

/// What one file has to add. A single line opens both ends, where all of its pairs belong to the file.
fn added(
    answer: &Answer,
    question: &Model,
    rule: &Rule,
    owner: Owner<'_>,
    namespace: &Namespace,
    directions: &BTreeSet<Direction>,
    words: &str,
) -> Vec<Addition> {
    let owned = |peer: PeerId| {
        let mut parts = question.peer(peer).parts.iter();
        parts.any(|part| {
            let part = question.part(*part);
            let mut own = owner.model.namespaces.iter();
            own.any(|own| part.labels_in(own).is_some())
        })
    };
    let all_sources = rule.sources.iter().all(|peer| owned(*peer));
    let all_targets = rule.targets.iter().all(|target| owned(target.peer));
    let home = question.namespaces.first();
    // Without a home the words are read alike everywhere: nothing in them is of the namespace at hand.
    let is_nowhere = home.is_some_and(|home| home.name().is_none());
    let is_only = owner.model.namespaces.len() == 1;
    let is_home = is_nowhere || (is_only && home == Some(namespace));
    let spelling = Spelling {
        home: namespace.key(),
        models: &[owner.model],
        workloads: owner.workloads,
    };
    let line = |only: Option<Direction>| {
        let suffix = only.filter(|only| {
            let other = match only {
                Direction::Ingress => &answer.egress,
                Direction::Egress => &answer.ingress,
            };
            isolates(other, owner.model)
        });
        let source = |peer: PeerId| only != Some(Direction::Egress) || owned(peer);
        let target = |peer: PeerId| only != Some(Direction::Ingress) || owned(peer);
        let is_whole = match only {
            None => true,
            Some(Direction::Egress) => all_sources,
            Some(Direction::Ingress) => all_targets,
        };
        let statement = if is_home && is_whole && suffix.is_none() {
            Some(format!("allow {words}"))
        } else {
            let kept = Kept {
                model: question,
                source: &source,
                target: &target,
            };
            statement::allow(rule, kept, suffix, spelling)
        };
        let opened = Direction::BOTH.into_iter();
        let mut opened = opened.filter(|direction| only.is_none_or(|only| only == *direction));
        let side = |direction| match direction {
            Direction::Ingress => &answer.ingress,
            Direction::Egress => &answer.egress,
        };
        Some(Addition {
            file: owner.file,
            namespace: namespace.clone(),
            statement: statement?,
            isolates: opened.find(|direction| isolates(side(*direction), owner.model)),
        })
    };
    let both = directions.len() > 1;
    let lines = match directions.first() {
        Some(_) if both && (all_sources || all_targets) => vec![line(None)],
        Some(_) if both => Direction::BOTH
            .into_iter()
            .map(|one| line(Some(one)))
            .collect(),
        Some(only) => vec![line(Some(*only))],
        None => Vec::new(),
    };
    lines.into_iter().flatten().collect()
}

/// Whether an `allow` of the file would isolate pods on one side that nothing isolates: its own targets,
/// and its own sources where the target is not its own.
fn isolates(side: &Side, model: &Model) -> bool {
    let owned = |end: &End| {
        let mut own = model.namespaces.iter();
        own.any(|own| is_in(end, own.key()))
    };
    let is_isolated = |flow: &Flow| match side.direction {
        Direction::Ingress => owned(flow.target()),
        Direction::Egress => owned(flow.source()) && !owned(flow.target()),
    };
    side.loose.flows().iter().any(is_isolated)
}
