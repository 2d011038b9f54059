//! Label keys and values: those that manifests have, and those that the text asks for.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::format::WordPlace;
use crate::ide::completion::place::Place;
use crate::ide::completion::{Completion, CompletionKind};
use crate::ide::meant::counted;
use crate::ide::written;
use crate::k8s::inventory::Labels;
use crate::resolve::KnownKind;
use crate::syntax::ast::Selector;
use crate::syntax::slot::{Home, Labelled};

/// The ranks: what manifests have comes first.
const REAL: u8 = 0;
const WRITTEN: u8 = 1;

/// The keys that things of this sort have.
pub(super) fn keys(place: &Place<'_>, labelled: &Labelled, found: &mut Vec<Completion>) {
    let mut counts: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for labels in real(place, labelled) {
        for key in labels.keys() {
            *counts.entry(key.clone()).or_default() += 1;
        }
    }
    for selector in selectors(place, labelled) {
        for requirement in &selector.requirements {
            counts.entry(requirement.key.text.clone()).or_default();
        }
    }
    if let Labelled::Pods(home) = labelled {
        for (key, _) in declared(place, home) {
            counts.entry(key).or_default();
        }
    }
    let counts = counts.into_iter();
    found.extend(counts.map(|(key, count)| {
        completion(
            place,
            key,
            CompletionKind::LabelKey,
            words(count, labelled),
            count,
        )
    }));
}

/// The keys that `label` could name: those of pods.
pub(super) fn own_key(place: &Place<'_>, found: &mut Vec<Completion>) {
    keys(place, &Labelled::Pods(Home::Own), found);
}

/// The values that things of this sort have under a key.
pub(super) fn values(
    place: &Place<'_>,
    key: &str,
    labelled: &Labelled,
    found: &mut Vec<Completion>,
) {
    let mut counts: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for labels in real(place, labelled) {
        if let Some(value) = labels.get(key) {
            *counts.entry(value.clone()).or_default() += 1;
        }
    }
    for selector in selectors(place, labelled) {
        let requirements = selector.requirements.iter();
        for requirement in requirements.filter(|one| one.key.text == key) {
            for value in &requirement.values {
                counts.entry(value.text.clone()).or_default();
            }
        }
    }
    if let Labelled::Pods(home) = labelled {
        let declared = declared(place, home).into_iter();
        for (_, value) in declared.filter(|(declared, _)| declared == key) {
            counts.entry(value).or_default();
        }
    }
    counts.remove("");
    let counts = counts.into_iter();
    found.extend(counts.map(|(value, count)| {
        completion(
            place,
            value,
            CompletionKind::LabelValue,
            words(count, labelled),
            count,
        )
    }));
}

fn completion(
    place: &Place<'_>,
    word: SmolStr,
    kind: CompletionKind,
    detail: String,
    count: usize,
) -> Completion {
    let word_place = match kind {
        CompletionKind::LabelKey => WordPlace::LabelKey,
        _ => WordPlace::LabelValue,
    };
    Completion {
        text: place.spelt(&word, word_place),
        label: word,
        kind,
        detail,
        span: place.span(),
        rank: if count > 0 { REAL } else { WRITTEN },
    }
}

fn words(count: usize, labelled: &Labelled) -> String {
    match (count, labelled) {
        (0, _) => "written elsewhere".to_owned(),
        (_, Labelled::Pods(_)) => counted(count),
        (1, Labelled::Namespaces) => "1 namespace".to_owned(),
        (_, Labelled::Namespaces) => format!("{count} namespaces"),
    }
}

/// The labels that manifests have.
fn real<'a>(place: &Place<'a>, labelled: &Labelled) -> Vec<&'a Labels> {
    match labelled {
        Labelled::Pods(home) => {
            let workloads = place.workloads_of(home).into_iter();
            workloads.map(|one| &one.labels).collect()
        }
        Labelled::Namespaces => {
            let workloads = place.workloads.into_iter();
            let namespaces = workloads.flat_map(|known| &known.inventory().namespaces);
            namespaces.map(|one| &one.labels).collect()
        }
    }
}

/// The selectors that the text has elsewhere.
fn selectors<'a>(place: &Place<'a>, labelled: &Labelled) -> Vec<&'a Selector> {
    let of_statement = match labelled {
        Labelled::Pods(_) => written::pod_selectors,
        Labelled::Namespaces => written::namespace_selectors,
    };
    place.other_statements().flat_map(of_statement).collect()
}

/// The labels that declared workloads ask for.
fn declared(place: &Place<'_>, home: &Home) -> Vec<(SmolStr, SmolStr)> {
    let own;
    let namespaces = match home {
        Home::Own | Home::Several => place.namespaces.as_slice(),
        Home::Named(name) => {
            own = [name.clone()];
            &own
        }
    };
    let known = namespaces
        .iter()
        .flat_map(|one| place.program.known_workloads(place.index, one));
    let pods = known.filter_map(|one| match one.kind {
        KnownKind::Workload(pods) => pods,
        KnownKind::Named(..) => None,
    });
    let labels = pods.flat_map(|pods| {
        let requirements = pods.labels.requirements().iter();
        let listed = requirements.flat_map(|(key, values)| {
            let listed = values.listed().iter();
            listed.map(|value| (key.clone(), value.clone()))
        });
        listed.collect::<Vec<_>>()
    });
    labels.collect()
}
