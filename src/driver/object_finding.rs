//! From an answer to all that is shown of it, where the inputs are objects.

use std::collections::{BTreeMap, BTreeSet};

use crate::driver::finding::Asker;
use crate::driver::object_place::{object, place};
use crate::driver::policy_change::policy_changes;
use crate::eval::symbolic::Cause;
use crate::k8s::manifest::Found;
use crate::model::Namespace;
use crate::sets::{Direction, End, Flow, Gates, Pods};
use crate::source::Sources;
use crate::why::{Answer, Cited, Explanation, Finding, Place, Spelling, notes, ports};

/// How many peers of a rule are named before the rest is counted.
const MOST: usize = 6;

/// What there is to say of a question about these objects, and what they mean.
pub(super) fn finding(
    answer: &Answer,
    asker: Asker<'_>,
    policies: &[Found],
    gates: &Gates<Cause>,
    sources: &Sources,
) -> Finding {
    let Asker {
        words,
        model: question,
        workloads,
    } = asker;
    let home = question.namespaces.first();
    let spelling = Spelling {
        home: home.map_or(Namespace::UNNAMED, |home| home.key()),
        models: &[question],
        workloads,
    };
    let explanation = Explanation::of(answer, spelling);
    let cited = cited_objects(&explanation, policies, gates, spelling, sources);
    let mut notes = notes(answer, &explanation);
    let changes = policy_changes(answer, question, policies, gates, sources);
    if changes.is_none() {
        notes.push(
            "no rule lets all of it through at once: ask about fewer pods to see what would"
                .to_owned(),
        );
    }
    Finding {
        question: words.to_owned(),
        of_objects: true,
        cited,
        promises: Vec::new(),
        changes: changes.unwrap_or_default(),
        notes,
        explanation,
    }
}

/// What stands at the places of an explanation.
pub(super) fn cited_objects(
    explanation: &Explanation,
    policies: &[Found],
    gates: &Gates<Cause>,
    spelling: Spelling<'_>,
    sources: &Sources,
) -> BTreeMap<Place, Cited> {
    let wanted: BTreeSet<Place> = explanation.places().collect();
    let mut says: BTreeMap<Place, String> = BTreeMap::new();
    let mut rules: BTreeMap<Place, Vec<Flow>> = BTreeMap::new();
    for (way, gate) in gates.iter() {
        for (pods, cause) in &gate.isolated {
            let place = place(*cause);
            if wanted.contains(&place) {
                let pods = gates.selector(*pods).clone();
                let pods = Pods::in_namespace(way.0.clone(), pods);
                says.insert(place, format!("selects {}", spelling.pods(&pods)));
            }
        }
        for (product, cause) in &gate.products {
            let place = place(*cause);
            if wanted.contains(&place) {
                rules
                    .entry(place)
                    .or_default()
                    .push(gates.flow(way, *product));
            }
        }
    }
    for (place, flows) in rules {
        says.insert(place, rule(place, &flows, spelling));
    }
    let cited = says
        .into_iter()
        .filter_map(|(place, says)| Some((place, object(place, says, policies, sources)?)));
    cited.collect()
}

/// `from frontend, monitoring/* on 8080`, `to any`: what one rule lets through.
fn rule(place: Place, flows: &[Flow], spelling: Spelling<'_>) -> String {
    let direction = match place {
        Place::Object {
            rule: Some((direction, _)),
            ..
        } => direction,
        Place::Object { .. } | Place::Statement(_) => return String::new(),
    };
    let word = match direction {
        Direction::Ingress => "from",
        Direction::Egress => "to",
    };
    let others: Vec<End> = flows
        .iter()
        .map(|flow| direction.other_end(flow).clone())
        .collect();
    let others = spelling.ends(&others);
    let shown = others
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let more = match others.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let ports = flows
        .first()
        .map_or_else(String::new, |flow| ports(flow.ports()));
    match ports.trim_matches(['(', ')']) {
        "" => format!("{word} {shown}{more}"),
        ports => format!("{word} {shown}{more} on {ports}"),
    }
}
