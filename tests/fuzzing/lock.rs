//! What is fuzzed is made of the crates that netpolc is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::golden::root;
use crate::support::skip::skipped;

#[test]
fn the_fuzzer_has_the_versions_of_the_lock() {
    let path = root().join("fuzz/Cargo.lock");
    if !path.exists() {
        skipped("the lock of the fuzzer, since the package goes without it");
        return;
    }
    let [ours, fuzzed] =
        [root().join("Cargo.lock"), path].map(|path| versions(&fs::read_to_string(path).unwrap()));
    let mut count = 0;
    for (name, fuzzed) in &fuzzed {
        if let Some(ours) = ours.get(name) {
            assert!(fuzzed.is_subset(ours), "{name}: {fuzzed:?}, not {ours:?}");
            count += 1;
        }
    }
    assert!(count > 50, "only {count} crates");
}

/// The versions of each crate in a lock.
fn versions(lock: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let mut lines = package.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
            value.unwrap().trim_end_matches('"').to_owned()
        };
        all.entry(field("name"))
            .or_default()
            .insert(field("version"));
    }
    all
}
