//! The directions in which a policy isolates.

use k8s_openapi::api::networking::v1::NetworkPolicySpec;

use crate::sets::Direction;

/// The directions that a policy is about, after defaulting (S7, S8): without any it is ingress, and
/// egress where it has rules for that.
pub(super) fn directions(spec: &NetworkPolicySpec) -> Vec<Direction> {
    let types = spec.policy_types.as_deref().unwrap_or_default();
    let is_about = |direction: Direction| match direction {
        _ if !types.is_empty() => types.iter().any(|one| one == name(direction)),
        Direction::Ingress => true,
        Direction::Egress => spec.egress.as_ref().is_some_and(|rules| !rules.is_empty()),
    };
    let both = Direction::BOTH.into_iter();
    both.filter(|direction| is_about(*direction)).collect()
}

fn name(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Ingress",
        Direction::Egress => "Egress",
    }
}
