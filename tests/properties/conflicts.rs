//! An `allow` and a `deny` of a run conflict exactly when they have a connection in common.

use std::collections::BTreeSet;

use netpolc::diagnostics::codes;

use crate::properties::case::Verdict;
use crate::properties::judgement::Judgement;
use crate::properties::suite::{Line, Suite, each_suite, is_refused, said_pairs};
use crate::properties::suite_generator::Wishes;
use crate::support::compile::short;

pub(crate) const WISHES: Wishes = Wishes {
    denies: 2,
    allows: 3,
    several: 40,
    is_rich: true,
};

#[test]
fn conflicts_are_those_of_brute_force() {
    let (mut met, mut apart, mut between) = (0, 0, 0);
    let (compiled, cases) = each_suite(1, 1000, WISHES, |_, suite| {
        let run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        let said = said_pairs(&run, &codes::CONFLICT);
        let (expected, all) = conflicts(suite);
        met += expected.len();
        apart += all - expected.len();
        between += expected
            .iter()
            .filter(|(allow, deny)| allow.file != deny.file)
            .count();
        if said == Vec::from_iter(expected.clone()) {
            Verdict::Holds
        } else {
            let said = short(&run);
            Verdict::Fails(format!("conflicts are {expected:?}, but it says:\n{said}"))
        }
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(
        met > 300 && apart > 300 && between > 100,
        "{met} conflicts, {between} of them between files, {apart} pairs without"
    );
}

/// Each `allow` with each `deny` that it meets, and how many pairs there are at all.
fn conflicts(suite: &Suite) -> (BTreeSet<(Line, Line)>, usize) {
    let judgement = Judgement::new(suite);
    let mut found = BTreeSet::new();
    let mut all = BTreeSet::new();
    for (place, allows) in judgement.allows() {
        for input in &judgement.inputs {
            for deny in input.denies.iter().chain(&input.used_denies) {
                all.insert((place, deny.place));
                if allows.iter().any(|allow| judgement.meet(allow, deny)) {
                    found.insert((place, deny.place));
                }
            }
        }
    }
    (found, all.len())
}
