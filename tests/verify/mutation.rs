//! Objects with some small damage: the proof fails exactly where brute force sees another meaning.

use std::collections::BTreeMap;
use std::env;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::model::Intent;
use netpolc::verify::{Difference, prove};
use serde_json::{Value, from_value, to_value};

use crate::properties::case::{Verdict, each, meant as of_program};
use crate::properties::random::Random;
use crate::support::asked::Asked;
use crate::support::compile::{Disk, file};
use crate::support::golden::{files, root};
use crate::support::meant::{Meant, meant};
use crate::support::say;
use crate::verify::brute_force::{Extent, differs};
use crate::verify::damage::{HARMLESS, damages};
use crate::verify::shapes::{SHAPES, shape};

/// At most so many of each kind, unless the environment asks for all.
const OF_EACH_KIND: usize = 40;

#[test]
fn the_proof_fails_exactly_where_damage_changes_the_meaning() {
    let programs = programs();
    let mutants: Vec<Mutant<'_>> = programs.iter().flat_map(mutants_of).collect();
    let all = mutants.len();
    let mut of_kinds: BTreeMap<&str, Vec<Mutant<'_>>> = BTreeMap::new();
    for mutant in mutants {
        of_kinds.entry(mutant.kind).or_default().push(mutant);
    }
    let mut lines = Vec::new();
    let mut wrong = Vec::new();
    let (mut tried, mut noticed) = (0, 0);
    for (kind, mutants) in &of_kinds {
        let (mut changed, mut same) = (0, 0);
        for mutant in sample(mutants) {
            let after = mutant.objects();
            let differs = mutant.differs(&after, Extent::Classes);
            if let Err(reason) = mutant.judge(&after, differs) {
                wrong.push(reason);
            }
            changed += usize::from(differs);
            same += usize::from(!differs);
        }
        tried += changed + same;
        noticed += usize::from(changed > 0);
        lines.push(format!("  {kind}: {changed} differ, {same} do not"));
        let is_harmless = HARMLESS.contains(kind);
        assert_eq!(changed == 0, is_harmless, "{kind}: {changed} differ");
    }
    say(&format!(
        "{tried} of {all} damaged sets of objects, of {} programs:\n{}",
        programs.len(),
        lines.join("\n")
    ));
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(
        noticed >= 40,
        "only {noticed} kinds of damage change anything"
    );
}

/// What random programs write, damaged at random.
#[test]
fn damage_to_random_objects_is_noticed() {
    let (mut changed, mut same) = (0, 0);
    let (compiled, _) = each(900_000, 320, |seed, program| {
        let Ok(meant) = of_program(program) else {
            return Verdict::NotCompiled;
        };
        let mutants = mutants_of(&meant);
        let random = &mut Random::new(seed);
        for _ in 0..3.min(mutants.len()) {
            let mutant = &mutants[random.below(mutants.len())];
            let after = mutant.objects();
            let differs = mutant.differs(&after, Extent::Classes);
            if let Err(reason) = mutant.judge(&after, differs) {
                return Verdict::Fails(reason);
            }
            changed += usize::from(differs);
            same += usize::from(!differs);
        }
        Verdict::Holds
    });
    say(&format!(
        "{} damaged sets of objects of {compiled} random programs: {changed} differ, {same} do not",
        changed + same
    ));
    assert!(
        changed > 300 && same > 100,
        "{changed} differ, {same} do not"
    );
}

/// One of each class stands for all.
#[test]
fn classes_are_as_good_as_everything() {
    let small: Vec<Meant> = ["07-allow", "08-allow", "10-allow", "14-egress", "smallest"]
        .iter()
        .flat_map(|name| examples(name))
        .collect();
    let large: Vec<Meant> = SHAPES.iter().map(|(_, files)| shape(files)).collect();
    let mut large: Vec<Mutant<'_>> = large[1..=2].iter().flat_map(mutants_of).collect();
    let mut mutants: Vec<Mutant<'_>> = small.iter().flat_map(mutants_of).collect();
    mutants.append(&mut large.drain(..).step_by(9).collect());
    let mut changed = 0;
    for mutant in &mutants {
        let after = mutant.objects();
        let by_classes = mutant.differs(&after, Extent::Classes);
        let by_everything = mutant.differs(&after, Extent::Everything);
        assert_eq!(by_classes, by_everything, "{}", mutant.shown(&after));
        changed += usize::from(by_classes);
    }
    say(&format!(
        "{} mutants by their whole universe, {changed} differ",
        mutants.len()
    ));
    assert!(changed > 100, "only {changed} differ");
    assert!(mutants.len() - changed > 30, "{changed} differ");
}

/// One object of a program, with what stands there instead.
struct Mutant<'a> {
    meant: &'a Meant,
    at: usize,
    kind: &'static str,
    instead: Vec<Value>,
}

impl Mutant<'_> {
    /// The objects of the file as they are now.
    fn objects(&self) -> Vec<NetworkPolicy> {
        let mut objects = self.meant.objects.clone();
        objects.splice(self.at..=self.at, self.replaced());
        objects
    }

    fn replaced(&self) -> Vec<NetworkPolicy> {
        let policies = self.instead.iter().cloned().map(from_value);
        policies.collect::<Result<_, _>>().unwrap()
    }

    /// The objects with those that other files are taken to write.
    fn enforced(&self, after: &[NetworkPolicy]) -> Vec<NetworkPolicy> {
        let enforced = self.meant.enforced();
        let facts = &enforced[self.meant.objects.len()..];
        after.iter().chain(facts).cloned().collect()
    }

    fn differs(&self, after: &[NetworkPolicy], extent: Extent) -> bool {
        let mut changed = self.replaced();
        changed.push(self.meant.objects[self.at].clone());
        differs(
            &self.meant.enforced(),
            &self.enforced(after),
            &changed,
            extent,
        )
    }

    /// Asks the proof.
    fn judge(&self, after: &[NetworkPolicy], differs: bool) -> Result<(), String> {
        let found = prove(&self.meant.model, after).difference;
        let reason = match (found, differs) {
            (Ok(None), false) => return Ok(()),
            (Ok(Some(found)), true) => match self.wrong(after, &found) {
                None => return Ok(()),
                Some(reason) => format!("{reason}: {found:?}"),
            },
            (found, _) => format!("by brute force it differs: {differs}, but: {found:?}"),
        };
        Err(format!("{reason}\n{}", self.shown(after)))
    }

    /// What is wrong with a witness.
    fn wrong(&self, after: &[NetworkPolicy], found: &Difference) -> Option<&'static str> {
        let asked = Asked::of(&found.witness);
        let before = asked.passes(&self.meant.enforced(), found.direction);
        let passes = asked.passes(&self.enforced(after), found.direction);
        let said = Intent::of(&self.meant.model).allows(found.direction, &found.witness);
        if passes == before {
            Some("the witness is decided as it was")
        } else if passes != found.written {
            Some("the witness differs the other way round")
        } else if said.is_some_and(|said| said == passes) {
            Some("the text says of the witness what the objects do")
        } else {
            None
        }
    }

    fn shown(&self, after: &[NetworkPolicy]) -> String {
        let before = serde_json::to_string(&self.meant.objects[self.at]).unwrap();
        let instead = serde_json::to_string(&self.replaced()).unwrap();
        let (name, kind) = (&self.meant.name, self.kind);
        format!(
            "{name}: {kind}\n{before}\nis now, among {} objects,\n{instead}",
            after.len()
        )
    }
}

fn mutants_of(meant: &Meant) -> Vec<Mutant<'_>> {
    let objects = meant.objects.iter().enumerate();
    let of = |(at, policy): (usize, &NetworkPolicy)| {
        let found = damages(&to_value(policy).unwrap()).into_iter();
        let mutants = found.map(move |damage| Mutant {
            meant,
            at,
            kind: damage.kind,
            instead: damage.instead,
        });
        mutants.collect::<Vec<_>>()
    };
    objects.flat_map(of).collect()
}

/// Some of them, spread evenly.
fn sample<'m, 'a>(mutants: &'m [Mutant<'a>]) -> impl Iterator<Item = &'m Mutant<'a>> {
    let most = if env::var_os("NETPOLC_PROPERTY_CASES").is_some() {
        mutants.len()
    } else {
        OF_EACH_KIND
    };
    mutants.iter().step_by(mutants.len().div_ceil(most))
}

/// Every example that writes objects, and the shapes that they lack.
fn programs() -> Vec<Meant> {
    let mut all = examples("");
    assert!(all.len() >= 30, "only {} examples", all.len());
    all.extend(SHAPES.iter().map(|(_, files)| shape(files)));
    all
}

/// The examples whose paths contain a word, but for that which needs its manifests.
fn examples(word: &str) -> Vec<Meant> {
    let folder = root().join("examples");
    let paths = files(&folder, ".netpol");
    let paths = paths.iter().filter(|path| {
        path.to_string_lossy().contains(word) && !path.starts_with(folder.join("manifests"))
    });
    let all = paths.map(|path| {
        let input = file(path, "example.netpol").unwrap();
        let mut all = meant(vec![input], &Disk).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        all.remove(0)
    });
    all.filter(|meant| !meant.objects.is_empty()).collect()
}
