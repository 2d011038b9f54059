//! The proof of a file that was proved before: only where something has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use smol_str::SmolStr;

use crate::eval::symbolic::{Cause, meaning};
use crate::model::{Intent, Model, StatementId};
use crate::parallel;
use crate::sets::{Budget, Gates, Selector, Way};
use crate::verify::difference::{Difference, Undecided, difference};
use crate::verify::proof::{STEPS, assumed, unnamed};

/// How much proofs that build on each other may cost together. Nearly all cost nothing. A quarter of what a whole one
/// may is far from the bound at which that is given up, whatever numbers the values have by which they are ordered: so
/// whether a proof is decided does not hang on what was proved before.
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
    within(TOGETHER, model, objects, earlier)
}

/// The same, where proofs that build on each other may take so many steps `together`.
fn within(
    together: u64,
    model: &Model,
    objects: impl IntoIterator<Item = Arc<NetworkPolicy>> + Send,
    earlier: Option<&Proven>,
) -> Proved {
    let assumed = assumed(model);
    let earlier = earlier.filter(|one| one.assumed == assumed && one.steps < together);
    let ((objects, rewritten, mut written), said) = parallel::join(
        || {
            let objects = by_namespace(objects);
            let rewritten = earlier.map(|earlier| rewritten(earlier, &objects));
            let written = read(&objects, |one| {
                rewritten.as_ref().is_none_or(|all| all.contains(one))
            });
            (objects, rewritten, written)
        },
        || Intent::of(model).gates(),
    );
    if let (Some(earlier), Some(mut concerned)) = (earlier, rewritten) {
        let known = concerned.len();
        concerned.extend(reworded(earlier, &said));
        if concerned.len() > known {
            written = read(&objects, |one| concerned.contains(one));
        }
        let budget = &mut Budget::new(together - earlier.steps);
        let is_concerned = |one: &str| concerned.contains(one);
        match difference(&written, &assumed, &said, is_concerned, budget) {
            Ok(Some(difference)) => return Proved::Different(difference),
            Ok(None) => {
                return Proved::Same(Box::new(Proven {
                    objects,
                    assumed,
                    said,
                    steps: together - budget.left(),
                }));
            }
            Err(Undecided { .. }) => written = read(&objects, |_| true),
        }
    }
    let budget = &mut Budget::new(STEPS);
    match difference(&written, &assumed, &said, |_| true, budget) {
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

/// The namespaces of which the objects are others than before.
fn rewritten(earlier: &Proven, objects: &Objects) -> BTreeSet<SmolStr> {
    let names: BTreeSet<&SmolStr> = objects.keys().chain(earlier.objects.keys()).collect();
    let rewritten = names.into_iter().filter(|name| {
        let both = [objects, &earlier.objects];
        let [one, other] = both.map(|all| all.get(*name).into_iter().flatten().map(Arc::as_ptr));
        !one.eq(other)
    });
    rewritten.cloned().collect()
}

/// The namespaces of which the text says something else than before.
fn reworded(earlier: &Proven, said: &Gates<StatementId>) -> BTreeSet<SmolStr> {
    let is_same = said.same_as(&earlier.said);
    let gone = earlier.said.iter().map(|(way, _)| way);
    let gone = gone.filter(|way| said.gate(way).is_none());
    let others = said.iter().map(|(way, _)| way);
    let others = others.filter(|way| !is_same(way));
    let ways = gone.chain(others);
    ways.map(|(namespace, _)| namespace.clone()).collect()
}

/// What the objects of the namespaces that are `concerned` say.
fn read(objects: &Objects, concerned: impl Fn(&str) -> bool) -> Gates<Cause> {
    let objects = objects.iter().filter(|(namespace, _)| concerned(namespace));
    let objects = objects.flat_map(|(_, objects)| objects).map(AsRef::as_ref);
    meaning(objects, &unnamed())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use smallvec::smallvec;

    use super::*;
    use crate::model::{
        Isolation, Namespace, NamespaceId, Part, Peer, PeerId, PortEntry, PortList, PortListId,
        PortMatch, Rule, StatementId, Target,
    };
    use crate::sets::{Direction, Pods, Protocol, Selector, Values};

    /// All pods are isolated, and let in everyone on port 80, and some pods on port 81, too.
    fn model() -> Model {
        let mut model = Model::default();
        model.namespaces.push(Namespace::unnamed());
        let here = Pods::in_namespace(Namespace::UNNAMED, Selector::everything());
        let some = Selector::everything().with("app", Values::one_of(["web"]));
        let some = Pods::everywhere(some);
        let parts = [Part::Any, Part::Pods(some), Part::Pods(here)];
        let [any, some, here] = parts.map(|part| {
            let part = model.add_part(part);
            let parts = smallvec![part];
            PeerId(model.peers.intern(Peer { parts }))
        });
        model.isolations.push(Isolation {
            statement: StatementId(0),
            namespace: NamespaceId(0),
            pods: Selector::everything(),
            direction: Direction::Ingress,
        });
        for (source, last) in [(any, 80), (some, 81)] {
            let ports = PortMatch::Range(80, last);
            let protocol = Protocol::Tcp;
            let list = PortList::new(vec![PortEntry { ports, protocol }]);
            let ports = PortListId(model.ports.intern(list));
            model.allows.push(Rule {
                statement: StatementId(0),
                sources: smallvec![source],
                targets: smallvec![Target {
                    peer: here,
                    ports,
                    direction: None,
                }],
            });
        }
        model
    }

    /// An object that lets everyone in on one port, and those pods on others. On 80 and 81 that is what the model
    /// says, in other products.
    fn object(everyone: u16, others: &[u16]) -> Arc<NetworkPolicy> {
        let pods = json!({"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "web"}}});
        let rule = |port: &u16| json!({"from": [pods], "ports": [{"port": port}]});
        let mut rules: Vec<Value> = others.iter().map(rule).collect();
        rules.push(json!({"ports": [{"port": everyone}]}));
        let spec = json!({"podSelector": {}, "policyTypes": ["Ingress"], "ingress": rules});
        let object = json!({"metadata": {"name": "p"}, "spec": spec});
        Arc::new(serde_json::from_value(object).unwrap())
    }

    fn steps(together: u64, earlier: Option<&Proven>) -> Box<Proven> {
        match within(together, &model(), [object(80, &[81])], earlier) {
            Proved::Same(proven) => proven,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_proofs_cost_adds_up_until_one_is_made_from_nothing() {
        let first = steps(STEPS, None);
        let cost = first.steps;
        assert!(cost > 0);
        let second = steps(STEPS, Some(&first));
        assert_eq!(second.steps, 2 * cost);
        for together in [cost, cost + 1, 2 * cost - 1] {
            assert_eq!(steps(together, Some(&first)).steps, cost);
        }
        assert_eq!(steps(2 * cost, Some(&first)).steps, 2 * cost);
    }

    #[test]
    fn another_object_is_found_whatever_may_be_spent() {
        let first = steps(STEPS, None);
        for together in [0, first.steps, first.steps + 1, STEPS] {
            for (everyone, others) in [(80, &[][..]), (81, &[81]), (80, &[80]), (80, &[81, 82])] {
                let object = object(everyone, others);
                let proved = within(together, &model(), [object], Some(&first));
                let is_found = matches!(proved, Proved::Different(_));
                assert!(is_found, "{together} {everyone} {others:?}");
            }
        }
    }

    #[test]
    fn the_same_objects_cost_nothing() {
        let objects = [object(80, &[81])];
        let proved = within(STEPS, &model(), objects.clone(), None);
        let Proved::Same(first) = proved else {
            panic!("{proved:?}");
        };
        let proved = within(STEPS, &model(), objects, Some(&first));
        let Proved::Same(second) = proved else {
            panic!("{proved:?}");
        };
        assert_eq!(second.steps, first.steps);
    }
}
