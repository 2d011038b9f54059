//! All of them say the same of each connection, but for what an engine is known to get wrong.

use std::fmt::Write;
use std::ops::Range;

use netpolc::eval::concrete::{Evaluator, Reading};

use crate::oracles::evaluation::case::{Case, by_addresses, sides};
use crate::oracles::evaluation::counted::Counted;
use crate::oracles::evaluation::deviation::{OF_CYCLONUS, deviating};
use crate::oracles::evaluation::engines::{Asked, Said, Sides, ask};
use crate::oracles::evaluation::foreign;
use crate::oracles::evaluation::programs;
use crate::support::asked::reading;
use crate::support::figures::figures;

/// Random programs, by their seeds: no other test has these.
const PROGRAMS: Range<u64> = 920_000..921_000;
/// Random objects.
const OBJECTS: Range<u64> = 910_000..910_430;
/// Seeds whose cases are asked about together.
const BATCH: u64 = 50;

#[test]
fn programs_mean_what_engines_make_of_their_objects() {
    let mut counted = Counted::default();
    let asked = each(
        PROGRAMS,
        programs::cases,
        |one| &one.case,
        |one, said| {
            let right = agreed(&one.case, said, &reading(), &mut counted);
            assert_same(&one.case, "the text and eval", &one.meant, &right);
            counted.add_parts(&one.case, &right);
        },
    );
    if asked.is_none() {
        return;
    }
    counted.check();
    counted.check_parts();
    figures(&[
        ("connections", &counted.connections("random programs")),
        ("deviations of engines", &counted.deviations()),
        ("parts", &counted.parts()),
        ("faults", &counted.faults()),
    ]);
}

#[test]
fn objects_of_others_mean_what_engines_make_of_them() {
    let mut counted = Counted::default();
    let mut of_both_families = 0;
    let asked = each(
        OBJECTS,
        foreign::cases,
        |case| case,
        |case, said| {
            agreed(case, said, &by_addresses(), &mut counted);
            of_both_families += assert_both_families(case, said);
        },
    );
    if asked.is_none() {
        return;
    }
    counted.check();
    assert!(of_both_families >= 1000, "only {of_both_families}");
    figures(&[(
        "connections of others",
        &counted.connections("random objects"),
    )]);
}

/// Makes the cases of seeds, asks the engines, and hands each on with what they say. Nothing where
/// there is nobody to ask.
fn each<T>(
    seeds: Range<u64>,
    cases: fn(Range<u64>) -> Option<Vec<T>>,
    case: fn(&T) -> &Case,
    mut holds: impl FnMut(&T, &Said),
) -> Option<()> {
    for seeds in batches(seeds) {
        let cases = cases(seeds)?;
        let asked: Vec<Asked> = cases.iter().map(|one| case(one).asks()).collect();
        let said = ask(&asked)?;
        for (one, said) in cases.iter().zip(&said) {
            holds(one, said);
        }
    }
    Some(())
}

/// What eval says of the objects as they are written. The engine of kube-network-policies says the same,
/// and cyclonus what was foretold of it before it was heard.
fn agreed(case: &Case, said: &Said, read: &Reading, counted: &mut Counted) -> Vec<Sides> {
    let right = case.sides(&case.objects.written, read);
    let (objects, deviating) = deviating(case, OF_CYCLONUS);
    let cyclonus = case.sides(&objects, &deviating);
    assert_same(
        case,
        "eval and kube-network-policies",
        &right,
        &said.reference,
    );
    assert_same(
        case,
        "what is foretold of cyclonus and cyclonus",
        &cyclonus,
        &said.cyclonus,
    );
    let whole: Vec<bool> = right.iter().map(|one| one.both()).collect();
    let quick = case.allowed(&case.objects.written, read);
    assert_same(case, "eval with its reasons and without", &whole, &quick);
    counted.add(case, &right, &cyclonus);
    right
}

/// A connection that says nothing of families passes where it does so by both (S44). Returns how many
/// there are of those that differ.
fn assert_both_families(case: &Case, said: &Said) -> usize {
    let evaluator = Evaluator::new(&case.objects.written, &case.cluster, &by_addresses());
    for (first, second, connection) in &case.of_both_families {
        let [first, second] = [first, second].map(|at| said.reference[*at]);
        let both = Sides {
            egress: first.egress && second.egress,
            ingress: first.ingress && second.ingress,
        };
        assert_eq!(
            sides(&evaluator, connection),
            both,
            "seed {}: {connection:?}",
            case.seed
        );
    }
    case.of_both_families.len()
}

fn batches(seeds: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let starts = seeds.clone().step_by(usize::try_from(BATCH).unwrap());
    starts.map(move |start| start..seeds.end.min(start + BATCH))
}

/// Fails with the first connection that two of them differ on.
fn assert_same<T: PartialEq + std::fmt::Debug>(case: &Case, who: &str, first: &[T], second: &[T]) {
    let Some(at) = different(first, second).next() else {
        return;
    };
    let pods = case.cluster.pods().iter();
    let pods = pods.fold(String::new(), |mut all, pod| {
        let _ = writeln!(all, "{pod:?}");
        all
    });
    panic!(
        "seed {}: {who} differ: {:?} and {:?} on {:?}\n{pods}{}",
        case.seed,
        first[at],
        second[at],
        case.packets[at],
        serde_json::to_string_pretty(&case.objects.written).unwrap()
    );
}

/// Where two lists differ.
pub(crate) fn different<'list, T: PartialEq>(
    first: &'list [T],
    second: &'list [T],
) -> impl Iterator<Item = usize> + 'list {
    assert_eq!(first.len(), second.len());
    let pairs = first.iter().zip(second).enumerate();
    let differ = pairs.filter(|(_, (first, second))| first != second);
    differ.map(|(at, _)| at)
}
