//! Kubernetes takes every object that netpolc writes, and has nothing to say of it.

use std::fs;
use std::ops::Range;
use std::thread;

use netpolc::k8s::manifest::read;
use netpolc::source::FileId;

use crate::oracles::judge::{Verdict, judge};
use crate::oracles::release::release;
use crate::properties::case::{compile, objects, shown};
use crate::properties::generator::program;
use crate::properties::program::Program;
use crate::properties::shrink::shrink;
use crate::properties::text::plain;
use crate::support::compile::yaml;
use crate::support::figures::{figures, grouped, table};
use crate::support::golden::{outputs, root};

/// Random programs, by their seeds: no other test has these.
const SEEDS: Range<u64> = 200_000..210_000;

/// Programs that are judged together.
const BATCH: usize = 250;

#[test]
fn what_is_written_is_taken_without_a_word() {
    let Some(examples) = kept("examples") else {
        return;
    };
    let goldens = kept("tests/cases/emit").unwrap();
    let random = random();
    assert!(examples.objects > 50, "only {} objects", examples.objects);
    assert!(goldens.objects > 150, "only {} objects", goldens.objects);
    let least = SEEDS.end - SEEDS.start;
    assert!(
        random.compiled * 10 > usize::try_from(least).unwrap() * 6,
        "only {} programs compile",
        random.compiled
    );
    let row = |name: &str, sources: usize, counts: &Counts| {
        let counts = [sources, counts.compiled, counts.objects];
        let counts = counts.iter().map(|count| grouped(*count));
        [name.to_owned()].into_iter().chain(counts).collect()
    };
    let cases = usize::try_from(least).unwrap();
    let rows: Vec<Vec<String>> = vec![
        row("examples", examples.compiled, &examples),
        row("`tests/cases/emit`", goldens.compiled, &goldens),
        row("random programs", cases, &random),
    ];
    let table = table(&["from", "programs", "that write", "objects"], &rows);
    let judge = format!("Judged by Kubernetes {}:\n\n{table}", release());
    figures(&[("objects", &judge)]);
}

#[derive(Clone, Copy, Default)]
struct Counts {
    /// Programs, or files of YAML, that have objects.
    compiled: usize,
    objects: usize,
}

/// Judges the YAML that is kept below a folder. Other tests say that it is what netpolc writes.
fn kept(folder: &str) -> Option<Counts> {
    let paths = outputs(&root().join(folder));
    let texts: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut wrong = Vec::new();
    let mut counts = Counts::default();
    for ((path, text), verdicts) in paths.iter().zip(&texts).zip(judge(&texts)?) {
        let path = path.display();
        let read = read(FileId(0), text);
        assert_eq!(read.policies.len(), verdicts.len(), "{path}");
        assert!(read.diagnostics.is_empty(), "{path}");
        counts.compiled += 1;
        counts.objects += verdicts.len();
        let unclean = verdicts.iter().filter(|one| !one.is_clean());
        wrong.extend(unclean.map(|one| format!("{path}: {one:?}")));
    }
    assert_eq!(wrong, [""; 0]);
    Some(counts)
}

/// Judges the objects of all random programs, on all cores.
fn random() -> Counts {
    let seeds: Vec<u64> = SEEDS.collect();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = seeds.len().div_ceil(workers);
    let counts: Vec<Counts> = thread::scope(|scope| {
        let shares: Vec<_> = seeds
            .chunks(share)
            .map(|share| scope.spawn(|| judge_seeds(share)))
            .collect();
        shares.into_iter().map(|one| one.join().unwrap()).collect()
    });
    counts.iter().fold(Counts::default(), |sum, one| Counts {
        compiled: sum.compiled + one.compiled,
        objects: sum.objects + one.objects,
    })
}

fn judge_seeds(seeds: &[u64]) -> Counts {
    let mut counts = Counts::default();
    for seeds in seeds.chunks(BATCH) {
        let written: Vec<(u64, Written)> = seeds
            .iter()
            .filter_map(|seed| Some((*seed, written(&program(*seed))?)))
            .collect();
        let texts: Vec<String> = written.iter().map(|(_, one)| one.yaml.clone()).collect();
        for ((seed, one), verdicts) in written.iter().zip(judge(&texts).unwrap()) {
            counts.compiled += 1;
            counts.objects += verdicts.len();
            let clean = verdicts.iter().all(Verdict::is_clean);
            if !clean || verdicts.len() != one.objects {
                let small = shrink(program(*seed), is_refused);
                let yaml = written_of(&small);
                panic!("seed {seed}: {verdicts:?}\n{}{yaml}", shown(&small));
            }
        }
    }
    counts
}

/// What a program writes.
struct Written {
    yaml: String,
    objects: usize,
}

/// Nothing of a program that does not compile, or writes nothing.
fn written(program: &Program) -> Option<Written> {
    let run = compile(&plain(&program.main), &plain(&program.base));
    let objects = objects(&run).len();
    (!run.has_errors() && objects > 0).then(|| Written {
        yaml: yaml(&run),
        objects,
    })
}

fn written_of(program: &Program) -> String {
    written(program).map_or_else(String::new, |one| one.yaml)
}

fn is_refused(program: &Program) -> bool {
    let Some(one) = written(program) else {
        return false;
    };
    let verdicts = judge(&[one.yaml]).unwrap().remove(0);
    verdicts.len() != one.objects || !verdicts.iter().all(Verdict::is_clean)
}
