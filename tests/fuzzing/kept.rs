//! What the fuzzer keeps of a target: the inputs that lead far, and every one that ever failed.

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;

use crate::fuzzing::{compile, differential, manifest, manifests, parse};
use crate::properties::random::Random;
use crate::support::figures::{figures, grouped, table};
use crate::support::golden::{files, root};
use crate::support::say;
use crate::support::skip::skipped;

const SEEDS: u64 = 2000;
/// As many as the fuzzer's inputs have at most.
const CHOICES: usize = 512;

#[test]
fn what_is_kept_of_parsing_holds() {
    each("parse", parse::holds);
}

#[test]
fn what_is_kept_of_compiling_holds() {
    each("compile", compile::holds);
}

#[test]
fn what_is_kept_of_policies_holds() {
    each("manifest", manifest::holds);
}

#[test]
fn what_is_kept_of_manifests_holds() {
    each("manifests", manifests::holds);
}

#[test]
fn what_is_kept_of_the_differential_holds() {
    each("differential", |bytes| {
        assert!(differential::holds(bytes), "it does not compile");
    });
}

/// The fuzzer's time is not lost on programs that are refused.
#[test]
fn most_bytes_choose_a_program_that_compiles() {
    let compiles = |seed: &u64| {
        let mut random = Random::new(*seed);
        let length = random.below(CHOICES);
        let bytes = (0..length).map(|_| u8::try_from(random.below(256)).unwrap());
        differential::holds(&bytes.collect::<Vec<_>>())
    };
    let compiled = (0..SEEDS).filter(compiles).count();
    say(&format!(
        "{compiled} of {SEEDS} random inputs of the differential compile"
    ));
    assert!(compiled as u64 * 2 >= SEEDS, "only {compiled} of {SEEDS}");
}

#[test]
fn the_page_says_how_much_is_kept_and_tried() {
    if !is_here() {
        return;
    }
    let script = |name: &str| fs::read_to_string(root().join("scripts").join(name)).unwrap();
    let (shared, tried) = (script("fuzzing.sh"), script("fuzz"));
    let rows = ["parse", "compile", "manifest", "manifests", "differential"].map(|target| {
        let kept = ["corpus", "findings"].map(|kind| paths(kind, target).len());
        let numbers = [kept[0], kept[1], of(&tried, target), of(&shared, target)];
        let numbers = numbers.into_iter().map(grouped);
        [target.to_owned()].into_iter().chain(numbers).collect()
    });
    let head = [
        "target",
        "kept",
        "findings",
        "inputs in CI",
        "bytes at most",
    ];
    figures(&[("fuzzing", &table(&head, &rows))]);
}

/// `20000`, where a script says `[parse]=20000`.
fn of(script: &str, target: &str) -> usize {
    let (_, rest) = script.split_once(&format!("[{target}]=")).unwrap();
    let digits = rest.split(|char: char| !char.is_ascii_digit()).next();
    digits.unwrap().parse().unwrap()
}

fn each(target: &str, holds: fn(&[u8])) {
    if !is_here() {
        return;
    }
    let kept = ["corpus", "findings"].map(|kind| paths(kind, target));
    assert!(kept[0].len() >= 10, "only {} inputs", kept[0].len());
    let fails = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        catch_unwind(|| holds(&bytes)).is_err()
    };
    let failed: Vec<PathBuf> = kept.into_iter().flatten().filter(fails).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

/// Whether there is a fuzzer: the package goes without it.
fn is_here() -> bool {
    let is_here = root().join("fuzz").exists();
    if !is_here {
        skipped("what the fuzzer keeps, which is not here");
    }
    is_here
}

/// The inputs of a target that are kept in `fuzz/corpus` or in `fuzz/findings`.
fn paths(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = root().join("fuzz").join(kind).join(target);
    if folder.exists() {
        files(&folder, "")
    } else {
        Vec::new()
    }
}
