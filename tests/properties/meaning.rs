//! The objects mean what the program says: at each own end, in each direction, isolated exactly
//! when the text says so, and then open to exactly what it allows. And what is refused deserves it.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use netpolc::diagnostics::Severity;
use netpolc::diagnostics::codes::{self, Code};
use netpolc::driver::Run;

use crate::properties::case::{Verdict, compile, each, objects};
use crate::properties::evaluator::{self, Rule, isolates, rules};
use crate::properties::generator::program;
use crate::properties::impossible::is_impossible;
use crate::properties::oracle::Intent;
use crate::properties::program::{Direction, Program};
use crate::properties::side::View;
use crate::properties::text::plain;
use crate::properties::universe::{Endpoint, Mentioned, Points, Universe};
use crate::properties::validity::wrong;
use crate::support::compile::short;

#[test]
fn objects_are_valid_and_mean_what_programs_say() {
    let (compiled, cases) = each(1, 2400, |_, program| {
        let run = compile(&plain(&program.main), &plain(&program.base));
        if run.has_errors() {
            return refusal(program, &run);
        }
        let wrong = wrong(&run);
        if !wrong.is_empty() {
            return Verdict::Fails(wrong.join("\n"));
        }
        match difference(program, &objects(&run)) {
            None => Verdict::Holds,
            Some(difference) => Verdict::Fails(difference),
        }
    });
    assert!(
        compiled * 2 >= cases,
        "only {compiled} of {cases} programs compile"
    );
}

/// What the generator cannot rule out, so a program may be refused for it.
const EXPECTED: &[&Code] = &[
    &codes::PORTS_NEED_PARENTHESES,
    &codes::NOT_YOURS,
    &codes::IMPOSSIBLE_SELECTOR,
    &codes::EXCEPT_LEAVES_NOTHING,
    &codes::TOO_MANY_PARTS,
    &codes::INEXPRESSIBLE_SUBJECT,
    &codes::UNNAMED_NAMESPACE,
];

/// Whether the compiler was right to refuse a program, as far as the oracle knows.
fn refusal(program: &Program, run: &Run) -> Verdict {
    let met = run.diagnostics.iter().map(|one| one.code);
    let met = met.filter(|code| code.severity == Severity::Error);
    let unexpected = met.clone().find(|code| !EXPECTED.contains(code));
    if let Some(code) = unexpected {
        return Verdict::Fails(format!("refused for {}:\n{}", code.slug, short(run)));
    }
    let mut intent = Intent::new(program);
    let universe = universe(&mut intent, &[]);
    let met: BTreeSet<&str> = met.map(|code| code.slug).collect();
    let deserved = match Vec::from_iter(met).as_slice() {
        ["not-yours"] => intent.has_foreign_pair(&universe.endpoints),
        ["except-leaves-nothing"] => {
            let ends = &universe.endpoints;
            intent.has_emptied_peer(ends) || intent.names_emptied_peer(ends)
        }
        ["impossible-selector"] => is_impossible(&program.main) || is_impossible(&program.base),
        _ => true,
    };
    if deserved {
        Verdict::NotCompiled
    } else {
        Verdict::Fails(format!("refused without a cause:\n{}", short(run)))
    }
}

/// Everything that the program and the objects tell apart. The program loses what says nothing.
fn universe(intent: &mut Intent, policies: &[NetworkPolicy]) -> Universe {
    let mut mentioned = Mentioned::default();
    intent.mention(&mut mentioned);
    evaluator::mention(policies, &mut mentioned);
    let universe = Universe::new(&mentioned);
    intent.drop_empty(&universe.endpoints);
    universe
}

/// Objects with one rule less, or one more peer in it, are found out.
#[test]
fn wrong_objects_are_noticed() {
    let (mut tried, mut noticed) = (0, 0);
    for seed in 1..60 {
        let program = program(seed);
        let run = compile(&plain(&program.main), &plain(&program.base));
        let right = objects(&run);
        for at in 0..right.len() {
            let wrong = [without_rule(&right, at), without_peers(&right, at)];
            for wrong in wrong.into_iter().flatten() {
                tried += 1;
                noticed += usize::from(difference(&program, &wrong).is_some());
            }
        }
    }
    // Some rules are redundant, and some peers are all there are.
    assert!(tried > 100, "only {tried} objects to spoil");
    assert!(
        noticed * 10 >= tried * 8,
        "{noticed} of {tried} wrong objects are noticed"
    );
}

fn without_rule(right: &[NetworkPolicy], at: usize) -> Option<Vec<NetworkPolicy>> {
    let mut wrong = right.to_vec();
    let spec = wrong[at].spec.as_mut()?;
    let ingress = spec.ingress.as_mut().and_then(Vec::pop).is_some();
    let egress = !ingress && spec.egress.as_mut().and_then(Vec::pop).is_some();
    (ingress || egress).then_some(wrong)
}

fn without_peers(right: &[NetworkPolicy], at: usize) -> Option<Vec<NetworkPolicy>> {
    let mut wrong = right.to_vec();
    let rules = wrong[at].spec.as_mut()?.ingress.as_mut()?;
    rules.first_mut()?.from.take().map(|_| wrong)
}

/// A connection about which the objects and the program differ.
fn difference(program: &Program, policies: &[NetworkPolicy]) -> Option<String> {
    let mut intent = Intent::new(program);
    let universe = universe(&mut intent, policies);
    if intent.has_foreign_pair(&universe.endpoints) {
        return Some("a rule has no own end, and is no error".to_owned());
    }
    if intent.has_emptied_peer(&universe.endpoints) {
        return Some("nothing is left of a peer, and that is no error".to_owned());
    }
    if is_impossible(&program.main) {
        return Some("no pod satisfies a selector, and that is no error".to_owned());
    }
    let rules = rules(policies);
    [Direction::Ingress, Direction::Egress]
        .into_iter()
        .find_map(|direction| {
            let seen = Seen {
                intent: &intent,
                policies,
                rules: &rules,
                universe: &universe,
                direction,
            };
            seen.difference()
        })
}

/// One direction of everything.
struct Seen<'program> {
    intent: &'program Intent,
    policies: &'program [NetworkPolicy],
    rules: &'program [Rule<'program>],
    universe: &'program Universe,
    direction: Direction,
}

/// For each pair of the text, then each rule of the objects, whether an end is part of it.
type Signature = Vec<bool>;

impl Seen<'_> {
    fn difference(&self) -> Option<String> {
        let others = distinct(self.universe.endpoints.iter(), |end| self.as_other(end));
        let owned = self.universe.endpoints.iter();
        let owned = owned.filter(|end| self.intent.owns(end));
        let owned = distinct(owned, |end| {
            let mut signature = self.as_own(end);
            signature.extend(self.isolation(end));
            signature
        });
        let ports = self.ports();
        for (own, signature) in &owned {
            let [stated, known, written] = self.isolation(own);
            if (stated && !written) || (written && !stated && !known) {
                return Some(format!(
                    "{:?} of {own:?}: isolated is {stated} by the text, {written} by the objects",
                    self.direction
                ));
            }
            if !stated && !known {
                continue;
            }
            let pairs = self.intent.pairs.len();
            if written && !stated && !signature[..pairs].contains(&true) {
                return Some(format!(
                    "{:?} of {own:?}: isolated by the objects for a fact of another file",
                    self.direction
                ));
            }
            for (other, theirs) in &others {
                let open = |range: Range<usize>| {
                    let mut open = Points::default();
                    for at in range {
                        if signature[at] && theirs[at] {
                            open.add(ports[at]);
                        }
                    }
                    open.within(self.possible(other))
                };
                let meant = open(0..pairs);
                let written = open(pairs..ports.len());
                let wrong = [
                    ("the objects allow too little", meant.beyond(written)),
                    ("the objects allow too much", written.beyond(meant)),
                ];
                for (wrong, at) in wrong {
                    if let Some(at) = at {
                        return Some(format!(
                            "{:?} of {own:?} with {other:?} on {:?}: {wrong}",
                            self.direction, self.universe.points[at]
                        ));
                    }
                }
            }
        }
        None
    }

    /// By the text's own statements, by facts, by the objects.
    fn isolation(&self, end: &Endpoint) -> [bool; 3] {
        [
            self.intent.isolates(end, self.direction),
            self.intent.is_known_isolated(end, self.direction),
            isolates(self.policies, end, self.direction),
        ]
    }

    fn as_own(&self, end: &Endpoint) -> Signature {
        let meant = self.intent.pairs.iter().map(|pair| {
            let side = match self.direction {
                Direction::Ingress => &pair.target,
                Direction::Egress => &pair.source,
            };
            pair.speaks_of(self.direction) && side.has(end, View::Own)
        });
        let written = self
            .rules
            .iter()
            .map(|rule| rule.direction == self.direction && rule.has_subject(end));
        meant.chain(written).collect()
    }

    fn as_other(&self, end: &Endpoint) -> Signature {
        let meant = self.intent.pairs.iter().map(|pair| {
            let side = match self.direction {
                Direction::Ingress => &pair.source,
                Direction::Egress => &pair.target,
            };
            side.has(end, View::Other)
        });
        let written = self
            .rules
            .iter()
            .map(|rule| rule.direction == self.direction && rule.has_peer(end));
        meant.chain(written).collect()
    }

    fn ports(&self) -> Vec<Points> {
        let points = &self.universe.points;
        let meant = self.intent.pairs.iter();
        let meant = meant.map(|pair| Points::of(points, |point| pair.has_port(point)));
        let written = self.rules.iter();
        let written = written.map(|rule| Points::of(points, |point| rule.has_port(point)));
        meant.chain(written).collect()
    }

    /// An address gives no names to its ports.
    fn possible(&self, other: &Endpoint) -> Points {
        let no_names = self.direction == Direction::Egress && matches!(other, Endpoint::Address(_));
        Points::of(&self.universe.points, |point| {
            !no_names || point.names.is_empty()
        })
    }
}

/// One end for each signature.
fn distinct<'end>(
    ends: impl Iterator<Item = &'end Endpoint>,
    signature: impl Fn(&Endpoint) -> Signature,
) -> Vec<(&'end Endpoint, Signature)> {
    let mut known = HashSet::new();
    let mut all = Vec::new();
    for end in ends {
        let address = matches!(end, Endpoint::Address(_));
        let signature = signature(end);
        if known.insert((address, signature.clone())) {
            all.push((end, signature));
        }
    }
    all
}
