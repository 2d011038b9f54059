//! All of them say the same of each connection, but for what an engine is known to get wrong.

use std::fmt::Write;
use std::ops::Range;

use netpolc::eval::concrete::Reading;

use crate::oracles::evaluation::case::Case;
use crate::oracles::evaluation::counted::Counted;
use crate::oracles::evaluation::deviation::{OF_CYCLONUS, deviating};
use crate::oracles::evaluation::engines::{Said, Sides, ask};
use crate::oracles::evaluation::fault;
use crate::oracles::evaluation::foreign;
use crate::oracles::evaluation::programs;
use crate::support::asked::reading;
use crate::support::figures::{figures, grouped, table};

/// Random programs, by their seeds: no other test has these.
const PROGRAMS: Range<u64> = 920_000..921_000;
/// Those that an evaluator with a fault is asked about.
const FAULTY: Range<u64> = 920_000..920_100;
/// Random objects.
const OBJECTS: Range<u64> = 910_000..910_150;
/// Seeds whose cases are asked about together.
const BATCH: u64 = 50;

#[test]
fn programs_mean_what_engines_make_of_their_objects() {
    let mut counted = Counted::default();
    for seeds in batches(PROGRAMS) {
        let Some(cases) = programs::cases(seeds) else {
            return;
        };
        let asked = cases.iter().map(|one| one.case.asks());
        let Some(said) = ask(&asked.collect::<Vec<_>>()) else {
            return;
        };
        for (one, said) in cases.iter().zip(&said) {
            let case = &one.case;
            let right = case.sides(&case.objects, &reading());
            assert_same(case, "the text and eval", &one.meant, &right);
            let cyclonus = assert_foretold(case, &right, said);
            counted.add(&right, &cyclonus);
            counted.add_deviations(case, &right);
            counted.add_parts(case, &right);
        }
    }
    counted.check();
    figures(&[
        (
            "connections",
            &of_connections(&counted.row("random programs")),
        ),
        ("deviations of engines", &counted.deviations()),
        ("parts", &counted.parts()),
    ]);
}

#[test]
fn objects_of_others_mean_what_engines_make_of_them() {
    let mut counted = Counted::default();
    let read = Reading {
        blocks_match_pods: true,
        ..reading()
    };
    for seeds in batches(OBJECTS) {
        let Some(cases) = foreign::cases(seeds) else {
            return;
        };
        let Some(said) = ask(&cases.iter().map(Case::asks).collect::<Vec<_>>()) else {
            return;
        };
        for (case, said) in cases.iter().zip(&said) {
            let right = case.sides(&case.objects, &read);
            let cyclonus = assert_foretold(case, &right, said);
            counted.add(&right, &cyclonus);
        }
    }
    assert!(counted.cases >= 100, "only {} clusters", counted.cases);
    figures(&[(
        "connections of others",
        &of_connections(&counted.row("random objects")),
    )]);
}

fn of_connections(row: &[String]) -> String {
    let head = [
        "from",
        "clusters",
        "connections",
        "allowed",
        "blocked",
        "compared with both",
    ];
    table(&head, &[row.to_vec()])
}

/// The engine of kube-network-policies says what is right, and cyclonus what was foretold of it before
/// it was heard, which is returned.
fn assert_foretold(case: &Case, right: &[Sides], said: &Said) -> Vec<Sides> {
    let (objects, read) = deviating(case, OF_CYCLONUS);
    let cyclonus = case.sides(&objects, &read);
    assert_same(
        case,
        "eval and kube-network-policies",
        right,
        &said.reference,
    );
    assert_same(
        case,
        "what is foretold of cyclonus and cyclonus",
        &cyclonus,
        &said.cyclonus,
    );
    cyclonus
}

#[test]
fn faults_are_found_out() {
    let mut found = vec![0; fault::ALL.len()];
    let mut connections = 0;
    for seeds in batches(FAULTY) {
        let Some(cases) = programs::cases(seeds) else {
            return;
        };
        let asked = cases.iter().map(|one| one.case.asks());
        let Some(said) = ask(&asked.collect::<Vec<_>>()) else {
            return;
        };
        for (one, said) in cases.iter().zip(&said) {
            connections += said.reference.len();
            for (found, fault) in found.iter_mut().zip(fault::ALL) {
                let wrong = one.case.sides(&(fault.read)(&one.case.objects), &reading());
                *found += different(&wrong, &said.reference).count();
            }
        }
    }
    let rows = fault::ALL.iter().zip(&found).map(|(fault, found)| {
        assert!(*found > 0, "not found out: {}", fault.what);
        vec![format!("{} ({})", fault.what, fault.rule), grouped(*found)]
    });
    let rows: Vec<_> = rows.collect();
    let head = format!("found out, of {}", grouped(connections));
    figures(&[("faults", &table(&["fault", &head], &rows))]);
}

fn batches(seeds: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let starts = seeds.clone().step_by(usize::try_from(BATCH).unwrap());
    starts.map(move |start| start..seeds.end.min(start + BATCH))
}

/// Fails with the first connection that two of them differ on.
fn assert_same(case: &Case, who: &str, first: &[Sides], second: &[Sides]) {
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
        serde_json::to_string_pretty(&case.objects).unwrap()
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
