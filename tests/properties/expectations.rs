//! An expectation holds exactly when connections pass, counted out one by one over the objects that are
//! written; and the rule that is said to make one hold does.

use std::collections::HashSet;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::{Severity, codes};
use netpolc::driver::{Run, Tested};
use netpolc::why::Verdict as Answer;

use crate::properties::case::{Verdict, objects};
use crate::properties::evaluator::{self, Rule, isolates, rules};
use crate::properties::oracle::{Intent, Pair};
use crate::properties::program::Direction;
use crate::properties::side::{Side, View};
use crate::properties::suite::{Line, Suite, each_suite, line_of};
use crate::properties::suite_generator::Wishes;
use crate::properties::universe::{Endpoint, Mentioned, Points, Universe};
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 3,
    allows: 3,
    several: 35,
    is_rich: false,
};

const BOTH: [Direction; 2] = [Direction::Ingress, Direction::Egress];

#[test]
fn expectations_hold_exactly_when_brute_force_says_so() {
    let (mut held, mut failed) = ([0, 0], [0, 0]);
    let (compiled, cases) = each_suite(300_000, 700, WISHES, |_, suite| {
        let Some(run) = expecting(suite, "allow", |text| text) else {
            return Verdict::NotCompiled;
        };
        let Some(denied) = expecting(suite, "deny", |text| text) else {
            return Verdict::Fails("the same denied is an error".to_owned());
        };
        let policies = objects(&run);
        let count = Count::new(suite, &policies);
        for (at, run) in [&run, &denied].into_iter().enumerate() {
            for one in &run.tested {
                let line = line_of(run, one.origin.span);
                let passing = count.passing(line, one.allowed);
                let wanted = if one.allowed {
                    Answer::Allowed
                } else {
                    Answer::Blocked
                };
                let is_one = suite.is_of_one_namespace(line.file);
                if let Some(wrong) = wrong(one, passing, wanted, is_one) {
                    return Verdict::Fails(wrong);
                }
                held[at] += usize::from(one.holds);
                failed[at] += usize::from(!one.holds);
            }
        }
        Verdict::Holds
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    let least = [held, failed].into_iter().flatten().min().unwrap();
    assert!(least > 60, "{held:?} hold, {failed:?} fail");
}

/// What the compiler says otherwise than the count; of nothing at all there is no answer. Of several
/// namespaces it explains only one.
fn wrong(one: &Tested, passing: Option<Answer>, wanted: Answer, is_one: bool) -> Option<String> {
    let text = &one.origin.text;
    let explanation = match &one.explanation {
        Ok(explanation) => explanation,
        Err(error) => return Some(format!("`{text}`: {error:?}")),
    };
    if one.holds != (passing == Some(wanted)) {
        return Some(format!(
            "`{text}`: holds is {}, and by count it is {passing:?}",
            one.holds
        ));
    }
    let said = explanation.is_of_something().then_some(explanation.verdict);
    (is_one && said != passing).then(|| format!("`{text}`: is {said:?}, and by count {passing:?}"))
}

#[test]
fn remedies_make_expectations_hold_and_isolate_nothing() {
    let mut tried = 0;
    each_suite(310_000, 400, WISHES, |_, suite| {
        let Some(run) = expecting(suite, "allow", |text| text) else {
            return Verdict::NotCompiled;
        };
        for one in &run.tested {
            let Some(remedy) = &one.remedy else {
                continue;
            };
            tried += 1;
            let at = line_of(&run, one.origin.span);
            let add = |texts: [String; 3]| {
                let mut texts = texts;
                let lines = texts[at.file].lines().enumerate();
                let lines = lines.map(|(number, line)| {
                    let more = if number + 1 == at.line {
                        format!("{remedy}\n")
                    } else {
                        String::new()
                    };
                    format!("{line}\n{more}")
                });
                texts[at.file] = lines.collect();
                texts
            };
            let Some(mended) = expecting(suite, "allow", add) else {
                return Verdict::Fails(format!("`{remedy}` is an error"));
            };
            let holds = mended.tested.iter();
            let mut holds = holds.filter(|other| line_of(&mended, other.origin.span) == at);
            if !holds.any(|other| other.holds) {
                return Verdict::Fails(format!("`{remedy}` does not help:\n{}", short(&mended)));
            }
            let (before, after) = (objects(&run), objects(&mended));
            let count = Count::new(suite, &after);
            let changed = count.universe.endpoints.iter().find(|end| {
                let mut ways = BOTH.into_iter();
                ways.any(|way| isolates(&before, end, way) != isolates(&after, end, way))
            });
            // What only a fact isolated is isolated by an object as well, once one is written for it.
            if let Some(end) = changed.filter(|end| !count.is_assumed_somewhere(end)) {
                return Verdict::Fails(format!("`{remedy}` isolates {end:?}"));
            }
        }
        Verdict::Holds
    });
    assert!(tried > 60, "only {tried} remedies");
}

/// The run of a suite with expectations in place of its promises, if there is no other error in it.
fn expecting(
    suite: &Suite,
    what: &str,
    change: impl Fn([String; 3]) -> [String; 3],
) -> Option<Run> {
    let texts = suite.texts().map(|text| {
        let lines = text.lines().map(|line| match line.strip_prefix("deny ") {
            Some(rule) => format!("expect {what} {rule}\n"),
            None => format!("{line}\n"),
        });
        lines.collect::<String>()
    });
    let run = suite.test_texts(&change(texts));
    let mut errors = run.diagnostics.iter();
    let refused = errors
        .any(|one| one.code.severity == Severity::Error && *one.code != codes::FAILED_EXPECTATION);
    (!refused).then_some(run)
}

/// All connections that a run can tell apart.
struct Count<'a> {
    policies: &'a [NetworkPolicy],
    intents: Vec<(usize, Intent)>,
    universe: Universe,
    /// What facts isolate whose file is not an input.
    assumes_facts: bool,
}

/// What is known of an endpoint.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Facts {
    is_address: bool,
    /// By the pairs: as a source, as a target.
    sides: Vec<[bool; 2]>,
    /// By directions.
    isolated: [bool; 2],
    /// By the rules: as a subject, as a peer.
    rules: Vec<[bool; 2]>,
}

impl<'a> Count<'a> {
    fn new(suite: &Suite, policies: &'a [NetworkPolicy]) -> Self {
        let inputs = suite.inputs();
        let intents = inputs.iter().map(|(file, one)| (*file, Intent::new(one)));
        let mut intents: Vec<(usize, Intent)> = intents.collect();
        let mut mentioned = Mentioned::default();
        for (_, intent) in &intents {
            intent.mention(&mut mentioned);
        }
        evaluator::mention(policies, &mut mentioned);
        let universe = Universe::new(&mentioned);
        for (_, intent) in &mut intents {
            intent.drop_empty(&universe.endpoints);
        }
        Self {
            policies,
            intents,
            universe,
            assumes_facts: !suite.base_is_input,
        }
    }

    /// What becomes of the connections of a line: of those that are surely meant, or that may be. Nothing
    /// where there are none.
    fn passing(&self, line: Line, surely: bool) -> Option<Answer> {
        let of_file = self.intents.iter().filter(|(file, _)| *file == line.file);
        let pairs = of_file.flat_map(|(_, intent)| &intent.denies);
        let pairs: Vec<&Pair> = pairs.filter(|pair| pair.line == line.line).collect();
        let rules = rules(self.policies);
        let points = &self.universe.points;
        let asked: Vec<Points> = pairs
            .iter()
            .map(|pair| Points::of(points, |point| pair.has_port(point)))
            .collect();
        let open: Vec<Points> = rules
            .iter()
            .map(|rule| Points::of(points, |point| rule.has_port(point)))
            .collect();
        let nameless = Points::of(points, |point| point.names.is_empty());
        let ends = self.distinct(&pairs, &rules, surely);
        let (mut any_passes, mut any_is_stopped) = (false, false);
        for source in ends
            .iter()
            .filter(|end| end.sides.iter().any(|side| side[0]))
        {
            for target in &ends {
                let mut wanted = Points::default();
                for (at, asked) in asked.iter().enumerate() {
                    if source.sides[at][0] && target.sides[at][1] {
                        wanted.add(*asked);
                    }
                }
                if target.is_address {
                    wanted = wanted.within(nameless);
                }
                let mut passing = wanted;
                for (way, direction) in BOTH.into_iter().enumerate() {
                    let (own, other) = match direction {
                        Direction::Ingress => (target, source),
                        Direction::Egress => (source, target),
                    };
                    if !own.isolated[way] {
                        continue;
                    }
                    let mut through = Points::default();
                    for (at, rule) in rules.iter().enumerate() {
                        if rule.direction == direction && own.rules[at][0] && other.rules[at][1] {
                            through.add(open[at]);
                        }
                    }
                    passing = passing.within(through);
                }
                any_passes |= passing != Points::default();
                any_is_stopped |= wanted.beyond(passing).is_some();
            }
        }
        match (any_passes, any_is_stopped) {
            (true, true) => Some(Answer::Partly),
            (true, false) => Some(Answer::Allowed),
            (false, true) => Some(Answer::Blocked),
            (false, false) => None,
        }
    }

    /// One endpoint of each kind.
    fn distinct(&self, pairs: &[&Pair], rules: &[Rule<'_>], surely: bool) -> Vec<Facts> {
        let mut known = HashSet::new();
        let mut all = Vec::new();
        for end in &self.universe.endpoints {
            let has = |side: &Side| side.has(end, self.view(end, surely));
            let isolated = |direction| {
                isolates(self.policies, end, direction) || self.is_assumed(end, direction)
            };
            let sides = pairs.iter();
            let facts = Facts {
                is_address: matches!(end, Endpoint::Address(_)),
                sides: sides
                    .map(|one| [has(&one.source), has(&one.target)])
                    .collect(),
                isolated: BOTH.map(isolated),
                rules: rules
                    .iter()
                    .map(|rule| [rule.has_subject(end), rule.has_peer(end)])
                    .collect(),
            };
            if known.insert(facts.clone()) {
                all.push(facts);
            }
        }
        all
    }

    /// Of a namespace of the run only its name is known.
    fn view(&self, end: &Endpoint, surely: bool) -> View {
        let owned = self.intents.iter().any(|(_, intent)| intent.owns(end));
        if surely && owned {
            View::Own
        } else {
            View::Other
        }
    }

    fn is_assumed(&self, end: &Endpoint, direction: Direction) -> bool {
        let mut intents = self.intents.iter();
        self.assumes_facts
            && intents
                .any(|(_, intent)| intent.owns(end) && intent.is_known_isolated(end, direction))
    }

    fn is_assumed_somewhere(&self, end: &Endpoint) -> bool {
        BOTH.into_iter()
            .any(|direction| self.is_assumed(end, direction))
    }
}
