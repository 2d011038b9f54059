//! A statement is called redundant exactly when another one says it all, and dropping it changes
//! nothing.

use std::collections::BTreeMap;

use netpolc::diagnostics::codes;

use crate::properties::bits::Bits;
use crate::properties::case::Verdict;
use crate::properties::judgement::{BOTH, Judged, Judgement};
use crate::properties::suite::{Line, each_suite, is_refused, said_pairs};
use crate::properties::suite_generator::Wishes;
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 0,
    allows: 3,
    several: 25,
    is_rich: false,
};

#[test]
fn redundant_statements_are_those_of_brute_force() {
    let (mut redundant, mut rules) = (0, 0);
    let (compiled, cases) = each_suite(200_000, 10_000, WISHES, |_, suite| {
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
        if called != expected {
            let said = short(&run);
            return Verdict::Fails(format!("redundant are {expected:?}, but it says:\n{said}"));
        }
        for (line, by) in said {
            let covers = statements.covers(by, line);
            let changes = changes(&judgement, line);
            if !covers || changes {
                let said = short(&run);
                return Verdict::Fails(format!(
                    "{by:?} covers {line:?} is {covers}, dropping it changes something is {changes}:\n{said}"
                ));
            }
        }
        Verdict::Holds
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(
        redundant * 20 > rules && rules > 20_000,
        "only {redundant} of {rules} statements are redundant"
    );
}

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
                    written: judgement.emission(|one| one == place),
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

#[test]
fn temp_stats() {
    let t = std::time::Instant::now();
    let (mut c, mut red, mut st, mut ends, mut pts, mut tc, mut tj, mut tr) =
        (0, 0, 0, 0, 0, 0u128, 0u128, 0u128);
    let mut bad = 0;
    let mut allbad = 0;
    let mut shown = 0;
    for seed in 200_000..201_000 {
        let suite = crate::properties::suite_generator::suite(seed, WISHES);
        let a = std::time::Instant::now();
        let run = suite.compile();
        tc += a.elapsed().as_micros();
        if is_refused(&run) {
            if seed < 200_060 {
                eprintln!(
                    "{}",
                    short(&run).lines().find(|l| l.contains("error")).unwrap()
                );
            }
            continue;
        }
        c += 1;
        let a = std::time::Instant::now();
        let j = Judgement::new(&suite);
        tj += a.elapsed().as_micros();
        let a = std::time::Instant::now();
        let s = Statements::new(&j);
        let r = s.redundant();
        for line in &r {
            if changes(&j, *line) {
                bad += 1;
            }
        }
        let mut after = j.clone();
        for line in &r {
            after.drop(*line);
        }
        if after.verdicts() != j.verdicts() {
            allbad += 1;
            if shown < 3 {
                shown += 1;
                eprintln!("{}{r:?}", suite.shown());
            }
        }
        tr += a.elapsed().as_micros();
        red += r.len();
        st += s.0.len();
        ends += j.ends.len();
        pts += j.points.len();
    }
    eprintln!(
        "{c} {red}/{st} bad {bad} allbad {allbad} ends {} pts {} {:?} compile {tc} judge {tj} red {tr}",
        ends / c,
        pts / c,
        t.elapsed()
    );
    let (mut c, mut met, mut all, mut un, mut ua) = (0, 0, 0, 0, 0);
    let t = std::time::Instant::now();
    for seed in 0..300 {
        let suite =
            crate::properties::suite_generator::suite(seed, crate::properties::conflicts::WISHES);
        let run = suite.compile();
        if is_refused(&run) {
            continue;
        }
        c += 1;
        let (e, a) = crate::properties::conflicts::conflicts(&suite);
        met += e.len();
        all += a;
        let j = Judgement::new(&suite);
        let (e, a) = crate::properties::promises::unenforceable(&j);
        un += e.len();
        ua += a;
    }
    eprintln!("conf: {c}/300 {met}/{all} un {un}/{ua} {:?}", t.elapsed());
}
