//! Where engines are known to be wrong, or to read differently what Kubernetes leaves open.

use std::collections::BTreeSet;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{Cluster, Reading};

use crate::oracles::evaluation::case::{Case, by_addresses};
use crate::oracles::evaluation::rewriting::{
    EQUALS, Requirement, not_in_needs_the_key, requirements,
};

/// What an engine makes of its input. It foretells the engine's answer to every connection.
pub(crate) struct Deviation {
    pub(crate) what: &'static str,
    /// The rule that it breaks, or that leaves it open.
    pub(crate) rule: &'static str,
    pub(crate) why: &'static str,
    pub(crate) objects: fn(&[NetworkPolicy], &Cluster) -> Vec<NetworkPolicy>,
    pub(crate) reading: fn(Reading) -> Reading,
}

/// Of cyclonus.
pub(crate) const OF_CYCLONUS: &[Deviation] = &[
    Deviation {
        what: "`NotIn`, and the key is absent",
        rule: "S16",
        why: "It takes that for no match; Kubernetes' own selectors match",
        objects: |objects, _| requirements(objects, not_in_needs_the_key),
        reading: |reading| reading,
    },
    Deviation {
        what: "`matchLabels` with an empty value, and the key is absent",
        rule: "S16",
        why: "It takes an absent label for an empty one",
        objects: |objects, cluster| {
            let values = values(cluster);
            requirements(objects, |one| absent_is_empty(one, &values))
        },
        reading: |reading| reading,
    },
    Deviation {
        what: "a pod on its node's network",
        rule: "S40",
        why: "It takes it for a pod like any other, which Kubernetes allows but few networks do",
        objects: |objects, _| objects.to_vec(),
        reading: |reading| Reading {
            host_pods_are_pods: true,
            ..reading
        },
    },
];

/// What an engine makes of a case that deviates so: objects, and how they are read. What the evaluator
/// says of those is what the engine is to say.
pub(crate) fn deviating(case: &Case, deviations: &[Deviation]) -> (Vec<NetworkPolicy>, Reading) {
    let mut objects = case.objects.stored.clone();
    let mut read = by_addresses();
    for one in deviations {
        objects = (one.objects)(&objects, &case.cluster);
        read = (one.reading)(read);
    }
    (objects, read)
}

/// Absent or empty is none of the other values that there are.
fn absent_is_empty(one: Requirement, values: &BTreeSet<String>) -> Vec<Requirement> {
    if one.operator != EQUALS || one.values != [""] {
        return vec![one];
    }
    let others: Vec<String> = values
        .iter()
        .filter(|value| !value.is_empty())
        .cloned()
        .collect();
    vec![Requirement::new(&one.key, "NotIn", others)]
}

/// The values of all labels in a cluster, and one more.
fn values(cluster: &Cluster) -> BTreeSet<String> {
    let pods = cluster.pods().iter().map(|one| &one.labels);
    let namespaces = cluster.namespaces().iter().map(|one| &one.labels);
    let values = pods
        .chain(namespaces)
        .flat_map(|labels| labels.values().cloned());
    values.chain(["any".to_owned()]).collect()
}
