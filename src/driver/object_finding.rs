//! From an answer to all that is shown of it, where the inputs are objects.

use std::collections::{BTreeMap, BTreeSet};

use crate::driver::finding::line;
use crate::driver::policy_change::policy_changes;
use crate::eval::symbolic::Cause;
use crate::k8s::manifest::Found;
use crate::model::{Model, Namespace};
use crate::sets::{Direction, End, Flow, Gates, Pods};
use crate::source::Sources;
use crate::why::{Answer, Cited, Explanation, Finding, Place, Spelling, What, notes, ports};

/// How many peers of a rule are named before the rest is counted.
const MOST: usize = 6;

/// What there is to say of a question that was asked in `words`, of these objects and what they mean.
pub(super) fn finding(
    answer: &Answer,
    words: &str,
    question: &Model,
    policies: &[Found],
    gates: &Gates<Cause>,
    sources: &Sources,
) -> Finding {
    let home = question.namespaces.first();
    let spelling = Spelling {
        home: home.map_or(Namespace::UNNAMED, |home| home.key()),
        models: &[question],
    };
    let explanation = Explanation::of(answer, spelling);
    let cited = cited(&explanation, policies, gates, spelling, sources);
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

/// The place of a cause.
pub(super) fn place(cause: Cause) -> Place {
    Place::Object {
        policy: cause.policy,
        rule: cause.rule.map(|rule| (cause.direction, rule)),
    }
}

/// What stands at the places of an explanation.
fn cited(
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

/// An object, or a rule of it, that says this.
pub(super) fn object(
    place: Place,
    says: String,
    policies: &[Found],
    sources: &Sources,
) -> Option<Cited> {
    let Place::Object { policy, rule } = place else {
        return None;
    };
    let found = policies.get(policy as usize)?;
    let span = match rule {
        None => found.spans.name,
        Some((Direction::Ingress, rule)) => *found.spans.ingress.get(rule as usize)?,
        Some((Direction::Egress, rule)) => *found.spans.egress.get(rule as usize)?,
    };
    let metadata = &found.object.metadata;
    Some(Cited {
        file: sources.name(span.file).to_owned(),
        line: line(sources, span),
        what: What::Object {
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone().unwrap_or_default(),
            rule: rule.map(|(direction, rule)| (direction, rule.saturating_add(1))),
            says,
        },
    })
}
