//! A statement is called redundant exactly when another one says it all, and dropping it changes
//! nothing.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::codes;

use crate::properties::bits::Bits;
use crate::properties::case::{Verdict, objects};
use crate::properties::evaluator::{Rule, isolates, rules};
use crate::properties::judgement::{BOTH, Judged, Judgement};
use crate::properties::suite::{Line, Suite, each_suite, is_refused, said_pairs};
use crate::properties::suite_generator::Wishes;
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 0,
    allows: 3,
    several: 25,
    is_rich: false,
};

#[test]
fn redundant_statements_of_a_file_are_those_of_brute_force() {
    redundancy(
        200_000,
        Wishes {
            several: 0,
            ..WISHES
        },
    );
}

#[test]
fn redundant_statements_of_several_files_are_those_of_brute_force() {
    redundancy(
        210_000,
        Wishes {
            several: 60,
            ..WISHES
        },
    );
}

fn redundancy(start: u64, wishes: Wishes) {
    let (mut redundant, mut rules, mut dropped) = (0, 0, 0);
    let (compiled, cases) = each_suite(start, 5000, wishes, |seed, suite| {
        let run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        let judgement = Judgement::new(suite);
        let statements = Statements::new(&judgement);
        let expected = statements.redundant();
        redundant += expected.len();
        rules += statements.0.len();
        let said = said_pairs(&run, &codes::REDUNDANT_RULE);
        let called: Vec<Line> = said.iter().map(|(line, _)| *line).collect();
        if statements.alike(&called) != statements.alike(&expected) {
            let said = short(&run);
            return Verdict::Fails(format!("redundant are {expected:?}, but it says:\n{said}"));
        }
        for (line, by) in said {
            let wrong = if !statements.covers(by, line) {
                "is not covered by"
            } else if changes(&judgement, line) {
                "changes the meaning where it is dropped for"
            } else if seed % 8 == 0 && changes_objects(suite, &judgement, line) {
                "changes what objects allow where it is dropped for"
            } else {
                dropped += usize::from(seed % 8 == 0);
                continue;
            };
            return Verdict::Fails(format!("{line:?} {wrong} {by:?}:\n{}", short(&run)));
        }
        Verdict::Holds
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(
        redundant * 10 > rules && rules > 10_000 && dropped > 300,
        "only {redundant} of {rules} statements are redundant, {dropped} are dropped"
    );
}

/// Whether the objects allow or isolate something else once the statement is gone. The used file's are
/// among them: facts are true.
fn changes_objects(suite: &Suite, judgement: &Judgement, line: Line) -> bool {
    let mut suite = suite.clone();
    suite.base_is_input = suite.uses_base();
    let runs = [suite.compile(), suite.without(line).compile()];
    if is_refused(&runs[0]) {
        return false;
    }
    let [before, after] = runs.map(|run| allowed(judgement, &objects(&run)));
    before != after
}

/// For each direction and own end, whether it is isolated, and what is open at it.
fn allowed(judgement: &Judgement, policies: &[NetworkPolicy]) -> Vec<(bool, Vec<bool>)> {
    let rules = rules(policies);
    let mut all = Vec::new();
    for direction in BOTH {
        for own in &judgement.ends {
            let mine: Vec<&Rule> = rules
                .iter()
                .filter(|rule| rule.direction == direction && rule.has_subject(own))
                .collect();
            let mut open = Vec::new();
            for other in &judgement.ends {
                open.extend(judgement.points.iter().map(|point| {
                    let mut mine = mine.iter();
                    mine.any(|rule| rule.has_peer(other) && rule.has_port(point))
                }));
            }
            all.push((isolates(policies, own, direction), open));
        }
    }
    all
}

/// Whether anything is isolated or opened differently once the statement is gone.
fn changes(judgement: &Judgement, line: Line) -> bool {
    let mut after = judgement.clone();
    after.drop(line);
    after.verdicts() != judgement.verdicts()
}

/// The rules of a run and the statements that isolate.
struct Statements(BTreeMap<Line, Effect>);

/// What a statement does.
#[derive(Debug)]
enum Effect {
    /// What the rule is written for, and whether something else isolates what it isolates.
    Allow { written: Vec<Bits>, is_free: bool },
    /// The ends that it isolates.
    Isolation([Bits; 2]),
}

impl Statements {
    fn new(judgement: &Judgement) -> Self {
        let mut all = BTreeMap::new();
        for input in &judgement.inputs {
            for flows in &input.allows {
                let place = flows.place;
                all.entry(place).or_insert_with(|| Effect::Allow {
                    written: judgement.emission(|one| one == place, |end| &end.all),
                    is_free: is_free(input, place, judgement.ends.len()),
                });
            }
            for cause in &input.causes {
                let place = cause.place;
                if cause.is_stated && !cause.is_fact {
                    let mine = |direction| {
                        input.isolated_by(direction, |one| one.place == place, judgement.ends.len())
                    };
                    all.entry(place)
                        .or_insert_with(|| Effect::Isolation(BOTH.map(mine)));
                }
            }
        }
        Self(all)
    }

    /// In their order.
    fn redundant(&self) -> Vec<Line> {
        let places = self.0.keys().copied();
        places.filter(|place| self.is_redundant(*place)).collect()
    }

    /// The statements, with the first of those that isolate the same in place of each that isolates: a
    /// selector and several that add up to it are equal, and either may be called.
    fn alike(&self, lines: &[Line]) -> Vec<Line> {
        let first = |line: Line| {
            let mut alike = self.0.keys().copied().filter(|other| {
                let isolates = matches!(self.0[other], Effect::Isolation(_));
                isolates && self.covers(*other, line) && self.covers(line, *other)
            });
            alike.next().unwrap_or(line)
        };
        let mut all: Vec<Line> = lines.iter().map(|line| first(*line)).collect();
        all.sort_unstable();
        all
    }

    /// Whether another statement says it all. Of two that say the same the earlier one stays, unless
    /// only that one can go.
    fn is_redundant(&self, place: Line) -> bool {
        self.is_free(place)
            && self.0.keys().any(|other| {
                let stays = *other > place && self.is_free(*other) && self.covers(place, *other);
                *other != place && self.covers(*other, place) && !stays
            })
    }

    fn is_free(&self, place: Line) -> bool {
        match &self.0[&place] {
            Effect::Allow { is_free, .. } => *is_free,
            Effect::Isolation(_) => true,
        }
    }

    /// Whether all that one does is done by `by` as well.
    fn covers(&self, by: Line, one: Line) -> bool {
        match (&self.0[&by], &self.0[&one]) {
            (Effect::Allow { written: by, .. }, Effect::Allow { written, .. }) => {
                let within = |(one, by): (&Bits, &Bits)| one.is_within(by);
                !written.iter().all(Bits::is_empty) && written.iter().zip(by).all(within)
            }
            (Effect::Isolation(all), Effect::Isolation(ends)) => {
                by.file == one.file && ends.iter().zip(all).all(|(one, all)| one.is_within(all))
            }
            _ => false,
        }
    }
}

/// Whether all that the rule isolates has another cause in its own file.
fn is_free(input: &Judged, place: Line, length: usize) -> bool {
    BOTH.into_iter().all(|direction| {
        let mine = input.isolated_by(direction, |one| one.place == place, length);
        let others = input.isolated_by(direction, |one| one.place != place, length);
        mine.is_within(&others)
    })
}
