//! What else is said of rules, against a look at every connection of theirs.

use std::collections::BTreeSet;

use netpolc::diagnostics::codes::{self, Code};
use netpolc::driver::Run;

use crate::properties::bits::Bits;
use crate::properties::case::Verdict;
use crate::properties::judgement::{BOTH, Cause, Flows, Judgement, at};
use crate::properties::program::Direction;
use crate::properties::suite::{Line, each_suite, is_refused, said};
use crate::properties::suite_generator::Wishes;
use crate::properties::universe::Endpoint;
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 0,
    allows: 3,
    several: 50,
    is_rich: false,
};

/// How many rules of all the runs are to be of one kind, so that a test means something.
const ENOUGH: usize = 30;

#[test]
fn rules_without_effect_are_those_that_write_nothing() {
    exactly(300_000, &codes::NO_EFFECT, |judgement| {
        let allows = judgement.allows().into_keys();
        let idle = allows.filter(|place| {
            let written = judgement.emission(|one| one == *place, |end| &end.all);
            written.iter().all(Bits::is_empty)
        });
        idle.collect()
    });
}

#[test]
fn half_open_rules_are_those_with_a_connection_that_is_shut() {
    exactly(310_000, &codes::HALF_OPEN, |judgement| {
        // Labels of namespaces that nobody knows are taken for those that open.
        let open = judgement.openings();
        let mut all: Vec<_> = judgement.allows().into_iter().collect();
        all.retain(|(_, allows)| allows.iter().any(|flows| is_shut(judgement, &open, flows)));
        let half = all.into_iter();
        half.map(|(place, _)| place).collect()
    });
}

#[test]
fn implicit_default_denies_are_rules_that_isolate_whole_namespaces() {
    exactly(320_000, &codes::IMPLICIT_DEFAULT_DENY, implicit_denies);
}

#[test]
fn own_namespace_labels_are_those_that_would_open_more() {
    exactly(330_000, &codes::OWN_NAMESPACE_LABELS, |judgement| {
        let allows = judgement.allows().into_keys();
        let unsure = allows.filter(|place| {
            // Nothing is missing where another line opens it: the remedy is such a line.
            let (_, opened) = judgement.verdicts();
            let chosen = |one| one == *place;
            let possible = judgement.emission_to(chosen, |end| &end.possible, |end| &end.all);
            let mut both = possible.iter().zip(opened);
            !both.all(|(possible, opened)| possible.is_within(opened))
        });
        unsure.collect()
    });
}

/// Whether the compiler says it of exactly the statements of brute force.
fn exactly(start: u64, code: &Code, expected: impl Fn(&Judgement) -> BTreeSet<Line>) {
    let (mut met, mut rules) = (0, 0);
    let (compiled, cases) = each_suite(start, 1500, WISHES, |_, suite| {
        let run: Run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        let judgement = Judgement::new(suite);
        let expected = expected(&judgement);
        met += expected.len();
        rules += judgement.allows().len();
        let mut said = said(&run, code);
        // Of several namespaces it speaks one by one.
        said.dedup();
        if said == Vec::from_iter(expected.clone()) {
            Verdict::Holds
        } else {
            let (slug, said) = (code.slug, short(&run));
            Verdict::Fails(format!("{slug} is {expected:?}, but it says:\n{said}"))
        }
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(
        met > ENOUGH && met + ENOUGH < rules,
        "{met} of {rules} rules are {}",
        code.slug
    );
}

/// Whether an end in a namespace of the run that the rule names is isolated, and no rule opens it for
/// some connection of this one.
fn is_shut(judgement: &Judgement, open: &[Bits], flows: &Flows) -> bool {
    BOTH.into_iter().any(|direction| {
        let mut connections = judgement.connections(flows).into_iter();
        let end = match direction {
            Direction::Ingress => &flows.target,
            Direction::Egress => &flows.source,
        };
        end.namespace.is_some_and(|name| judgement.owns(name))
            && connections.any(|connection| {
                let (source, target, _) = connection;
                let own = match direction {
                    Direction::Ingress => target,
                    Direction::Egress => source,
                };
                // Where labels of the namespace decide, `own-namespace-labels` speaks.
                end.sure.has(own)
                    && judgement.isolated[at(direction)].has(own)
                    && !judgement.is_among(open, direction, connection)
            })
    })
}

/// The first rule of each file that isolates every pod of a namespace in a direction in which no
/// statement says so.
fn implicit_denies(judgement: &Judgement) -> BTreeSet<Line> {
    let mut found = BTreeSet::new();
    let length = judgement.ends.len();
    for input in &judgement.inputs {
        for name in &input.namespaces {
            let pods = Bits::of(length, |end| match &judgement.ends[end] {
                Endpoint::Pod(pod) => pod.namespace == *name,
                Endpoint::Address(_) => false,
            });
            for direction in BOTH {
                let is_whole =
                    |one: &&Cause| one.direction == direction && pods.is_within(&one.ends);
                let mut all = judgement.inputs.iter().flat_map(|input| &input.causes);
                if !all.any(|one| one.is_stated && is_whole(&one)) {
                    let rules = input.causes.iter().filter(is_whole);
                    found.extend(rules.map(|one| one.place).min());
                }
            }
        }
    }
    found
}
