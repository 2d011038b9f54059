//! An answer in words.

use std::collections::BTreeMap;

use crate::eval::symbolic::Met;
use crate::sets::{Direction, End, Ports};
use crate::why::answer::{Answer, Side, Verdict};
use crate::why::isolator::isolators;
use crate::why::place::Place;
use crate::why::rows::{Counted, counted, rows};
use crate::why::spelling::{Spelling, ports, with_ports};

/// Why connections pass, or do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The answer in a word.
    pub verdict: Verdict,
    /// The connections that pass: `frontend -> backend:8080`.
    pub passing: Vec<String>,
    /// Those that do not.
    pub stopped: Vec<String>,
    /// What is said where they start, and where they end.
    pub ends: [Reason; 2],
    /// Whether the workloads that are there were too many to be asked about, and so all that could be were.
    pub is_of_all: bool,
}

/// What is said at one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The direction in which the end decides.
    pub direction: Direction,
    /// Who is at that end.
    pub who: String,
    /// Which workloads these are, where manifests tell.
    pub workloads: Option<Counted>,
    /// What becomes of the connections there.
    pub outcome: Outcome,
    /// What isolates pods of the end; without what isolates only some of those that another does.
    pub isolated_by: Vec<Place>,
    /// For each of these a number: the same for all that isolate just the same pods.
    pub extents: Vec<usize>,
    /// What lets connections through.
    pub allowed_by: Vec<Place>,
    /// The connections that are stopped here.
    pub stopped: Vec<String>,
    /// What the pods that stop something let through besides: the other end with its ports, and why.
    pub besides: Vec<(String, Vec<Place>)>,
}

/// What becomes of connections at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is no pod: nothing is imposed on it (S4).
    NoPod,
    /// Nothing isolates it (S1).
    NotIsolated,
    /// It is isolated, and lets all of them through.
    Allowed,
    /// It lets none through.
    Blocked,
    /// It lets some through.
    Partly,
}

impl Explanation {
    /// The words for an answer, as a reader of some files calls things.
    pub fn of(answer: &Answer, spelling: Spelling<'_>) -> Self {
        Self {
            verdict: answer.verdict(),
            passing: rows(&answer.passing, answer, spelling),
            stopped: rows(&answer.stopped, answer, spelling),
            ends: answer.sides().map(|side| reason(answer, side, spelling)),
            is_of_all: answer.is_too_large,
        }
    }

    /// All that is named as deciding; a place may come more than once.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.ends.iter().flat_map(|end| {
            let besides = end.besides.iter().flat_map(|(_, places)| places);
            let deciding = end.isolated_by.iter().chain(&end.allowed_by);
            deciding.chain(besides).copied()
        })
    }

    /// The ends that stop something.
    pub fn stopping(&self) -> impl Iterator<Item = &Reason> {
        let ends = self.ends.iter();
        ends.filter(|end| matches!(end.outcome, Outcome::Blocked | Outcome::Partly))
    }
}

fn reason(answer: &Answer, side: &Side, spelling: Spelling<'_>) -> Reason {
    let direction = side.direction;
    let ends = answer.whole(direction);
    let pods = ends.iter().any(|end| matches!(end, End::Pods(_)));
    let workloads = counted(answer, direction, spelling);
    let pods = pods && workloads.as_ref().is_none_or(|known| !known.is_nobody());
    let outcome = match (side.stopped.is_empty(), side.admitted.is_empty()) {
        _ if !pods => Outcome::NoPod,
        (true, true) => Outcome::NotIsolated,
        (true, false) => Outcome::Allowed,
        (false, true) if side.loose.is_empty() => Outcome::Blocked,
        (false, _) => Outcome::Partly,
    };
    let (isolated_by, extents) = isolators(side).into_iter().unzip();
    Reason {
        direction,
        who: spelling.ends(&ends).join(", "),
        workloads,
        outcome,
        isolated_by,
        extents,
        allowed_by: places(&side.admitted),
        stopped: rows(&side.stopped, answer, spelling),
        besides: besides(side, spelling),
    }
}

/// Each once, in their order.
fn places(met: &[Met<Place>]) -> Vec<Place> {
    let mut places: Vec<Place> = met.iter().map(|met| met.cause).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// What is let through besides, by the other end and its ports.
fn besides(side: &Side, spelling: Spelling<'_>) -> Vec<(String, Vec<Place>)> {
    let mut ends: BTreeMap<(Place, String), (Vec<End>, &Ports)> = BTreeMap::new();
    for met in &side.besides {
        let key = (met.cause, ports(met.flow.ports()));
        let (ends, _) = ends
            .entry(key)
            .or_insert_with(|| (Vec::new(), met.flow.ports()));
        ends.push(side.direction.other_end(&met.flow).clone());
    }
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for ((place, _), (ends, ports)) in ends {
        for end in spelling.ends(&ends) {
            let places = found.entry(other(side.direction, &end, ports)).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    found.into_iter().collect()
}

/// `frontend on 8080`, who comes from there; `backend:8080`, who goes there.
fn other(direction: Direction, end: &str, ports: &Ports) -> String {
    match (direction, self::ports(ports)) {
        (Direction::Ingress, ports) if !ports.is_empty() => {
            format!("{end} on {}", ports.trim_matches(['(', ')']))
        }
        _ => with_ports(end, ports),
    }
}
