//! The proof of a file that was proved before: only where something has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use smol_str::SmolStr;

use crate::eval::symbolic::meaning;
use crate::model::{Intent, Model, StatementId};
use crate::parallel;
use crate::sets::{Budget, Gates, Selector, Way};
use crate::verify::difference::{Difference, Undecided, difference};
use crate::verify::proof::{STEPS, assumed, unnamed};

/// How much proofs that build on each other may cost together. Nearly all cost nothing, and one that costs as much
/// as a whole one may is made from nothing: whether it is decided must not depend on what was proved before.
const TOGETHER: u64 = STEPS / 4;

/// Objects of which it was proved that they say what their text says.
#[derive(Debug)]
pub struct Proven {
    /// The objects of each namespace.
    objects: Objects,
    assumed: Vec<(Way, Selector)>,
    said: Gates<StatementId>,
    /// What that has cost.
    steps: u64,
}

type Objects = BTreeMap<SmolStr, Vec<Arc<NetworkPolicy>>>;

/// What came of a proof.
#[derive(Debug)]
pub enum Proved {
    /// Objects and text say the same; the next proof can build on it.
    Same(Box<Proven>),
    /// They do not.
    Different(Difference),
    /// It takes too many steps to find out.
    Undecided(Undecided),
}

/// Compares the objects of a file with its text, as [`prove`](crate::verify::prove) does, where something is another
/// than in an `earlier` proof.
///
/// What pods let through is said by the objects of their namespace, and by the gates of the text there. Where
/// these are the same objects and equal gates, what was proved holds.
pub fn prove_again(
    model: &Model,
    objects: impl IntoIterator<Item = Arc<NetworkPolicy>> + Send,
    earlier: Option<&Proven>,
) -> Proved {
    let (objects, said) = parallel::join(|| by_namespace(objects), || Intent::of(model).gates());
    let assumed = assumed(model);
    if let Some(earlier) = earlier.filter(|earlier| earlier.assumed == assumed) {
        let concerned = concerned(earlier, &objects, &said);
        let mut budget = Budget::new(TOGETHER.saturating_sub(earlier.steps));
        let found = compare(
            &objects,
            &assumed,
            &said,
            |one| concerned.contains(one),
            &mut budget,
        );
        match found {
            Ok(Some(difference)) => return Proved::Different(difference),
            Ok(None) => {
                return Proved::Same(Box::new(Proven {
                    objects,
                    assumed,
                    said,
                    steps: TOGETHER - budget.left(),
                }));
            }
            Err(Undecided { .. }) => {}
        }
    }
    let mut budget = Budget::new(STEPS);
    match compare(&objects, &assumed, &said, |_| true, &mut budget) {
        Err(undecided) => Proved::Undecided(undecided),
        Ok(Some(difference)) => Proved::Different(difference),
        Ok(None) => Proved::Same(Box::new(Proven {
            objects,
            assumed,
            said,
            steps: STEPS - budget.left(),
        })),
    }
}

fn by_namespace(objects: impl IntoIterator<Item = Arc<NetworkPolicy>>) -> Objects {
    let mut all = Objects::new();
    for object in objects {
        let namespace = object.metadata.namespace.as_ref();
        let namespace = namespace.map_or_else(unnamed, SmolStr::new);
        all.entry(namespace).or_default().push(object);
    }
    all
}

/// The namespaces of which the objects, or the text, say something else than before.
fn concerned(earlier: &Proven, objects: &Objects, said: &Gates<StatementId>) -> BTreeSet<SmolStr> {
    let names: BTreeSet<&SmolStr> = objects.keys().chain(earlier.objects.keys()).collect();
    let rewritten = names.into_iter().filter(|name| {
        let [one, other] = [objects, &earlier.objects].map(|all| all.get(*name));
        let (one, other) = (
            one.map_or(&[][..], Vec::as_slice),
            other.map_or(&[][..], Vec::as_slice),
        );
        let mut pairs = one.iter().zip(other);
        one.len() != other.len() || !pairs.all(|(one, other)| Arc::ptr_eq(one, other))
    });
    let is_same = said.same_as(&earlier.said);
    let ways = said.iter().map(|(way, _)| way);
    let ways = ways.chain(earlier.said.iter().map(|(way, _)| way));
    let reworded = ways
        .filter(|way| !is_same(way))
        .map(|(namespace, _)| namespace);
    rewritten.chain(reworded).cloned().collect()
}

/// Compares what is said of the namespaces that are `concerned`.
fn compare(
    objects: &Objects,
    assumed: &[(Way, Selector)],
    said: &Gates<StatementId>,
    concerned: impl Fn(&str) -> bool,
    budget: &mut Budget,
) -> Result<Option<Difference>, Undecided> {
    let written = objects.iter().filter(|(namespace, _)| concerned(namespace));
    let written = written.flat_map(|(_, objects)| objects).map(AsRef::as_ref);
    let written = meaning(written, &unnamed());
    difference(&written, assumed, said, concerned, budget)
}
