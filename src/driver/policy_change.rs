//! The YAML that would let through what is blocked.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::driver::input::Input;
use crate::driver::load::Nothing;
use crate::driver::object_place::{object, place};
use crate::driver::run::{Options, run};
use crate::emit;
use crate::eval::symbolic::{Cause, meaning};
use crate::k8s::Policy;
use crate::k8s::manifest::Found;
use crate::model::{Model, Namespace};
use crate::sets::{Direction, Gates, Selector};
use crate::source::Sources;
use crate::why::{Answer, Change, Site, opening, stops};

/// Under this name a statement is compiled.
const TITLE: &str = "change.netpol";

/// What to add to the objects: a rule where one selects just the blocked pods, else an object. None where
/// that cannot be said for all of what is blocked.
pub(super) fn policy_changes(
    answer: &Answer,
    question: &Model,
    policies: &[Found],
    gates: &Gates<Cause>,
    sources: &Sources,
) -> Option<Vec<Change>> {
    let ways: BTreeSet<(Direction, &SmolStr)> = gates
        .iter()
        .map(|((namespace, direction), _)| (*direction, namespace))
        .collect();
    let mut changes = Vec::new();
    for side in answer.sides() {
        let namespaces = ways.iter().filter(|(way, _)| *way == side.direction);
        for (direction, namespace) in namespaces {
            if !stops(side, namespace) {
                continue;
            }
            let policies_of = |statement: String| compiled(&statement, namespace);
            let added = opening(side, question, namespace).map(policies_of);
            for policy in added.filter(|added| !added.is_empty())? {
                changes.push(change(
                    &policy, namespace, *direction, policies, gates, sources,
                ));
            }
        }
    }
    Some(changes)
}

/// The objects that a statement becomes in a namespace.
fn compiled(statement: &str, namespace: &SmolStr) -> Vec<Policy> {
    let options = Options {
        namespace: (namespace != Namespace::UNNAMED).then(|| namespace.to_string()),
        ..Options::default()
    };
    let input = Input {
        name: TITLE.to_owned(),
        title: TITLE.to_owned(),
        identity: TITLE.to_owned(),
        bytes: statement.as_bytes().to_vec(),
    };
    let run = run(vec![input], &Nothing, &options);
    let policies = run.units.into_iter().flat_map(|unit| unit.policies);
    // Its comments would quote a statement that its reader has not written.
    let bare = policies.map(|policy| Policy {
        object: policy.object,
        isolated_by: Vec::new(),
        ingress: Vec::new(),
        egress: Vec::new(),
    });
    bare.collect()
}

fn change(
    policy: &Policy,
    namespace: &SmolStr,
    direction: Direction,
    policies: &[Found],
    gates: &Gates<Cause>,
    sources: &Sources,
) -> Change {
    let alone = meaning([&*policy.object], namespace);
    let way = (namespace.clone(), direction);
    let isolated = alone.gate(&way).and_then(|gate| gate.isolated.first());
    let subject: Option<&Selector> = isolated.map(|(pods, _)| alone.selector(*pods));
    let same = gates.gate(&way).and_then(|gate| {
        let same = gate.isolated.iter();
        let same = same.filter(|(pods, _)| Some(gates.selector(*pods)) == subject);
        // One that has rules, where there are several: the other denies, and is called so.
        let has_rules = |cause: &Cause| {
            let mut products = gate.products.iter();
            products.any(|(_, one)| one.policy == cause.policy)
        };
        let same = same.map(|(_, cause)| *cause);
        same.min_by_key(|cause| !has_rules(cause))
    });
    let known = same.and_then(|cause| object(place(cause), String::new(), policies, sources));
    match known {
        Some(object) => Change {
            into: Site::Rules { object, direction },
            text: rules(policy, direction),
            isolates: None,
        },
        None => Change {
            into: Site::Cluster,
            text: emit::document(&renamed(policy, policies)),
            isolates: None,
        },
    }
}

/// The rules of an object, as they stand in its list.
fn rules(policy: &Policy, direction: Direction) -> String {
    let document = emit::document(policy);
    let list = match direction {
        Direction::Ingress => "\n  ingress:\n",
        Direction::Egress => "\n  egress:\n",
    };
    let rules = document.split_once(list).map_or("", |(_, rules)| rules);
    let lines = rules
        .lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// The object as its reader's own, under a name that none has yet.
fn renamed(policy: &Policy, policies: &[Found]) -> Policy {
    let mut object = (*policy.object).clone();
    object.metadata.labels = None;
    let taken: BTreeSet<&String> = policies
        .iter()
        .filter_map(|found| found.object.metadata.name.as_ref())
        .collect();
    let name = object.metadata.name.clone().unwrap_or_default();
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    object.metadata.name = names.find(|name| !taken.contains(name));
    Policy {
        object: Arc::new(object),
        ..policy.clone()
    }
}
