//! What the text says of single connections is what Kubernetes makes of the objects.

use std::collections::BTreeMap;

use netpolc::eval::concrete::Evaluator;
use netpolc::model::{self, words};
use netpolc::sets::{Direction, Endpoint, FlowPoint, Pod};
use smol_str::SmolStr;

use crate::properties::case::{Verdict, each, meant};
use crate::properties::evaluator;
use crate::properties::oracle;
use crate::properties::program::Program;
use crate::properties::random::Random;
use crate::properties::shrink::smallest;
use crate::properties::town::Town;
use crate::properties::universe::Mentioned;
use crate::support::asked::{Asked, reading, side};
use crate::support::meant::Meant;
use crate::support::say;

const PROGRAMS: u64 = 1500;
const CONNECTIONS: usize = 150;

#[test]
fn connections_pass_as_the_text_says() {
    let mut counted = Counted::default();
    let mut suspect: Option<FlowPoint> = None;
    let (compiled, cases) = each(700_000, PROGRAMS, |seed, program| {
        let Ok(meant) = meant(program) else {
            return Verdict::NotCompiled;
        };
        // A smaller program is asked about the connection that the larger one is wrong about.
        let wrong = match &suspect {
            Some(point) => difference(&meant, point).map(|_| point.clone()),
            None => ask(
                &mut Random::new(seed),
                program,
                &meant,
                CONNECTIONS,
                &mut counted,
            ),
        };
        let Some(point) = wrong else {
            return Verdict::Holds;
        };
        let point = smallest(point, smaller, |one| difference(&meant, one).is_some());
        let reason = difference(&meant, &point).unwrap();
        let shown = format!("{}: {reason}\n{point:?}", words::connection(&point));
        suspect = Some(point);
        Verdict::Fails(shown)
    });
    let Counted {
        connections,
        allowed,
        blocked,
    } = counted;
    say(&format!(
        "{connections} connections of {compiled} programs (of {cases}): at their ends {allowed} pass and {blocked} do not"
    ));
    assert!(connections >= 100_000, "only {connections} connections");
    let all = allowed + blocked;
    assert!(
        allowed * 5 > all && blocked * 5 > all,
        "{allowed} pass, {blocked} do not"
    );
}

/// What was asked so far.
#[derive(Default)]
pub(crate) struct Counted {
    /// With an own end.
    connections: usize,
    /// Ends that let one through.
    allowed: usize,
    blocked: usize,
}

/// Asks about so many connections in a random cluster; returns one that is decided differently.
pub(crate) fn ask(
    random: &mut Random,
    program: &Program,
    meant: &Meant,
    connections: usize,
    counted: &mut Counted,
) -> Option<FlowPoint> {
    let town = town(program, meant, random);
    let objects = meant.enforced();
    let evaluator = Evaluator::new(&objects, &town.cluster, &reading());
    let intent = model::Intent::of(&meant.model);
    for _ in 0..connections {
        let connection = town.connection(random);
        let point = town.point(&connection);
        let mut verdict = None;
        for direction in Direction::BOTH {
            let said = intent.allows(direction, &point);
            if said.is_some() != has_own_end(meant, direction, &point) {
                return Some(point);
            }
            let Some(said) = said else { continue };
            let verdict = verdict.get_or_insert_with(|| evaluator.verdict(&connection));
            if side(verdict, direction).allows() != said {
                return Some(point);
            }
            counted.allowed += usize::from(said);
            counted.blocked += usize::from(!said);
        }
        counted.connections += usize::from(verdict.is_some());
    }
    None
}

/// What the text and the objects say differently of a connection.
pub(crate) fn difference(meant: &Meant, point: &FlowPoint) -> Option<String> {
    let intent = model::Intent::of(&meant.model);
    let asked = Asked::of(point);
    let objects = meant.enforced();
    Direction::BOTH.into_iter().find_map(|direction| {
        let said = intent.allows(direction, point);
        if said.is_some() != has_own_end(meant, direction, point) {
            return Some(format!("{direction:?}: whose pod it is is {said:?}"));
        }
        let said = said?;
        let passes = asked.passes(&objects, direction);
        (said != passes).then(|| {
            format!("{direction:?}: allowed is {said} by the text, {passes} by the objects")
        })
    })
}

/// Whether the end that decides in a direction is a pod of an owned namespace.
fn has_own_end(meant: &Meant, direction: Direction, point: &FlowPoint) -> bool {
    let end = match direction {
        Direction::Ingress => &point.target,
        Direction::Egress => &point.source,
    };
    let own = meant.model.namespaces.iter();
    let mut own = own.map(|own| own.name().unwrap_or(model::Namespace::UNNAMED));
    match end {
        Endpoint::Pod(pod) => own.any(|name| pod.namespace_name() == Some(name)),
        Endpoint::Address(_) => false,
    }
}

/// A cluster for what a program and its objects speak of.
pub(crate) fn town(program: &Program, meant: &Meant, random: &mut Random) -> Town {
    let mut mentioned = Mentioned::default();
    oracle::Intent::new(program).mention(&mut mentioned);
    evaluator::mention(&meant.objects, &mut mentioned);
    let own = meant.model.namespaces.iter();
    let own = own.map(|own| own.name().unwrap_or(model::Namespace::UNNAMED));
    Town::new(&mentioned, &own.collect::<Vec<_>>(), random)
}

/// The connection with one thing less in it, in all ways.
fn smaller(point: &FlowPoint) -> Vec<FlowPoint> {
    let ends = [&point.source, &point.target];
    let mut all = Vec::new();
    for (at, end) in ends.into_iter().enumerate() {
        let Endpoint::Pod(pod) = end else { continue };
        for labels in without_one(&pod.labels) {
            let mut point = point.clone();
            let end = if at == 0 {
                &mut point.source
            } else {
                &mut point.target
            };
            *end = Endpoint::Pod(Pod {
                namespace: pod.namespace.clone(),
                labels,
            });
            all.push(point);
        }
    }
    for name in &point.port.names {
        let mut point = point.clone();
        point.port.names.remove(name);
        all.push(point);
    }
    all
}

fn without_one(labels: &BTreeMap<SmolStr, SmolStr>) -> Vec<BTreeMap<SmolStr, SmolStr>> {
    let without = |key| {
        let mut labels = labels.clone();
        labels.remove(key);
        labels
    };
    labels.keys().map(without).collect()
}
