//! One policy, with what the API server fills in.

use k8s_openapi::api::networking::v1::{NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec};

use super::directed::{Directed, Direction};
use super::rule::Rule;

/// The rules of a policy in each direction that it isolates in (S2); `None` in the others, whose
/// rules are ignored (S8).
#[derive(Debug, Default)]
pub(super) struct Policy {
    pub(super) rules: Directed<Option<Vec<Rule>>>,
}

/// The two lists of a rule as it is written; absent and empty are one (S12).
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenRule<'a> {
    pub(super) peers: &'a [NetworkPolicyPeer],
    pub(super) ports: &'a [NetworkPolicyPort],
}

/// The rules of a spec in one direction, or `None` where it does not isolate in it (S7, S8, S11).
pub(super) fn written_rules(
    spec: &NetworkPolicySpec,
    direction: Direction,
) -> Option<Vec<WrittenRule<'_>>> {
    isolates(spec, direction).then(|| match direction {
        Direction::Egress => (spec.egress.iter().flatten())
            .map(|rule| written(rule.to.as_ref(), rule.ports.as_ref()))
            .collect(),
        Direction::Ingress => (spec.ingress.iter().flatten())
            .map(|rule| written(rule.from.as_ref(), rule.ports.as_ref()))
            .collect(),
    })
}

fn written<'a>(
    peers: Option<&'a Vec<NetworkPolicyPeer>>,
    ports: Option<&'a Vec<NetworkPolicyPort>>,
) -> WrittenRule<'a> {
    WrittenRule {
        peers: peers.map_or(&[], Vec::as_slice),
        ports: ports.map_or(&[], Vec::as_slice),
    }
}

/// Whether a spec isolates in a direction: as it says, else always for ingress, and for egress where
/// it has rules for it (S7, S8).
fn isolates(spec: &NetworkPolicySpec, direction: Direction) -> bool {
    let types = spec.policy_types.as_deref().unwrap_or_default();
    let word = match direction {
        Direction::Egress => "Egress",
        Direction::Ingress => "Ingress",
    };
    if !types.is_empty() {
        return types.iter().any(|written| written == word);
    }
    match direction {
        Direction::Egress => spec.egress.as_ref().is_some_and(|rules| !rules.is_empty()),
        Direction::Ingress => true,
    }
}
