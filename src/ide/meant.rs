//! Which workloads are meant, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::k8s::inventory::{Workload, WorkloadKind};
use crate::model::{Namespace, Part};
use crate::source::Span;
use crate::workloads::Workloads;

/// How many workloads a list names.
const MOST: usize = 20;

/// The namespace, name and kind of each of these workloads, once: manifests may disagree about one.
pub(super) fn each<'w>(
    workloads: impl IntoIterator<Item = &'w Workload>,
) -> BTreeSet<(&'w str, &'w str, &'w WorkloadKind)> {
    let each = workloads.into_iter();
    each.map(|one| (one.namespace.as_str(), one.name.as_str(), &one.kind))
        .collect()
}

/// The workloads with pods of some parts, each once.
pub(super) fn matched<'w, 'p>(
    known: &'w Workloads,
    parts: impl IntoIterator<Item = &'p Part>,
) -> Vec<&'w Workload> {
    let pods = parts.into_iter().filter_map(|part| match part {
        Part::Pods(pods) => Some(known.matching(pods)),
        Part::Any | Part::Block(_) => None,
    });
    let found = pods.flatten().map(|one| (one.place, one));
    let found: BTreeMap<Span, &Workload> = found.collect();
    found.into_values().collect()
}

/// `1 workload`, `3 workloads`
pub(super) fn counted(count: usize) -> String {
    match count {
        1 => "1 workload".to_owned(),
        _ => format!("{count} workloads"),
    }
}

/// `shop/frontend, shop/backend and 3 more`
pub(super) fn names<'w>(workloads: impl ExactSizeIterator<Item = (&'w str, &'w str)>) -> String {
    let more = workloads.len().saturating_sub(MOST);
    let names = workloads.take(MOST).map(|(home, name)| match home {
        Namespace::UNNAMED => name.to_owned(),
        _ => format!("{home}/{name}"),
    });
    let names = names.collect::<Vec<_>>().join(", ");
    match more {
        0 => names,
        _ => format!("{names} and {more} more"),
    }
}
