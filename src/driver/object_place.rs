//! Where objects and their rules stand in manifests.

use crate::driver::finding::line;
use crate::eval::symbolic::Cause;
use crate::k8s::manifest::Found;
use crate::sets::Direction;
use crate::source::Sources;
use crate::why::{Cited, Place, What};

/// The place of a cause.
pub(super) fn place(cause: Cause) -> Place {
    Place::Object {
        policy: cause.policy,
        rule: cause.rule.map(|rule| (cause.direction, rule)),
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
