//! An answer in words.

use std::collections::BTreeMap;

use crate::eval::symbolic::Met;
use crate::sets::{Direction, End, Flow, FlowSet};
use crate::why::answer::{Answer, Side, Verdict};
use crate::why::place::Place;
use crate::why::spelling::{Spelling, ports};

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
}

/// What is said at one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The direction in which the end decides.
    pub direction: Direction,
    /// Who is at that end.
    pub who: String,
    /// What becomes of the connections there.
    pub outcome: Outcome,
    /// What isolates pods of the end.
    pub isolated_by: Vec<Place>,
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
            passing: flows(&answer.passing, spelling),
            stopped: flows(&answer.stopped, spelling),
            ends: answer.sides().map(|side| reason(answer, side, spelling)),
        }
    }

    /// The ends that stop something.
    pub fn stopping(&self) -> impl Iterator<Item = &Reason> {
        let ends = self.ends.iter();
        ends.filter(|end| matches!(end.outcome, Outcome::Blocked | Outcome::Partly))
    }
}

fn reason(answer: &Answer, side: &Side, spelling: Spelling<'_>) -> Reason {
    let direction = side.direction;
    let mut who: Vec<String> = Vec::new();
    let mut pods = false;
    for flow in answer.asked.flows() {
        let end = direction.own_end(flow);
        pods |= matches!(end, End::Pods(_));
        let end = spelling.end(end);
        if !who.contains(&end) {
            who.push(end);
        }
    }
    let outcome = match (side.stopped.is_empty(), side.admitted.is_empty()) {
        _ if !pods => Outcome::NoPod,
        (true, true) => Outcome::NotIsolated,
        (true, false) => Outcome::Allowed,
        (false, true) if side.loose.is_empty() => Outcome::Blocked,
        (false, _) => Outcome::Partly,
    };
    Reason {
        direction,
        who: who.join(", "),
        outcome,
        isolated_by: places(&side.isolated),
        allowed_by: places(&side.admitted),
        stopped: flows(&side.stopped, spelling),
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

fn flows(set: &FlowSet, spelling: Spelling<'_>) -> Vec<String> {
    set.flows().iter().map(|flow| spelling.flow(flow)).collect()
}

/// What is let through besides, by the other end and its ports.
fn besides(side: &Side, spelling: Spelling<'_>) -> Vec<(String, Vec<Place>)> {
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for met in &side.besides {
        let places = found
            .entry(other(side.direction, &met.flow, spelling))
            .or_default();
        if !places.contains(&met.cause) {
            places.push(met.cause);
        }
    }
    found.into_iter().collect()
}

/// `frontend:8080`, from there or to there.
fn other(direction: Direction, flow: &Flow, spelling: Spelling<'_>) -> String {
    let end = spelling.end(direction.other_end(flow));
    match ports(flow.ports()) {
        ports if ports.is_empty() => end,
        ports if end.contains([':', ',', ' ']) => format!("({end}):{ports}"),
        ports => format!("{end}:{ports}"),
    }
}
