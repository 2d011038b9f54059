//! `matches-nothing`: a peer for which the manifests have no pods, or no namespace.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::Judged;
use crate::diagnostics::{Diagnostic, codes, listed, near_word};
use crate::k8s::inventory::{Labels, Workload};
use crate::model::{Namespace, Part, PeerId, words};
use crate::sets::{Pods, Selector, Values};
use crate::source::Span;
use crate::workloads::{Workloads, asks_for_generated, has, selector};

/// Warns of each peer of a file that matches nothing, as far as the manifests tell: what they do not know of
/// a namespace that is not the file's may be elsewhere. Of a section of several namespaces, one is enough.
pub(super) fn check(file: &Judged<'_>) -> Vec<Diagnostic> {
    let Some(workloads) = file.workloads else {
        return Vec::new();
    };
    let mut of_peers: FxHashMap<PeerId, Option<Miss>> = FxHashMap::default();
    let mut fine: FxHashSet<Span> = FxHashSet::default();
    let mut misses: BTreeMap<Span, Miss> = BTreeMap::new();
    for peer in file.peers.iter().filter(|one| !one.is_declared) {
        let miss = of_peers.entry(peer.peer);
        match miss.or_insert_with(|| miss_of_peer(file, workloads, peer.peer)) {
            Some(miss) => drop(misses.entry(peer.span).or_insert_with(|| miss.clone())),
            None => drop(fine.insert(peer.span)),
        }
    }
    misses.retain(|span, _| !fine.contains(span));
    let mut misses: Vec<(Span, Miss)> = misses.into_iter().collect();
    // An `except` leaves nothing of what is nothing already, and begins where that does.
    misses.dedup_by_key(|(span, _)| (span.file, span.start));
    // Of a namespace once is enough.
    let mut told = BTreeSet::new();
    misses.retain(|(_, miss)| !miss.is_of_namespace || told.insert(miss.message.clone()));
    let misses = misses.into_iter();
    misses.map(|(span, miss)| miss.at(span)).collect()
}

/// Why a peer matches nothing.
#[derive(Clone, Debug)]
struct Miss {
    message: String,
    help: String,
    place: Option<Span>,
    /// Whether it is about a whole namespace.
    is_of_namespace: bool,
}

impl Miss {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            place: None,
            is_of_namespace: false,
        }
    }

    fn at(self, span: Span) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(&codes::MATCHES_NOTHING, span, self.message).help(self.help);
        match self.place {
            Some(place) => diagnostic.also(place, "this one"),
            None => diagnostic,
        }
    }
}

/// Of a peer in several parts, why the first one matches nothing, if none does.
fn miss_of_peer(file: &Judged<'_>, workloads: &Workloads, peer: PeerId) -> Option<Miss> {
    let parts = file.model.peer(peer).parts.iter();
    let mut found = parts.map(|part| match file.model.part(*part) {
        Part::Pods(pods) => miss(file, workloads, pods),
        Part::Any | Part::Block(_) => None,
    });
    let miss = found.next().flatten()?;
    found.all(|one| one.is_some()).then_some(miss)
}

fn miss(file: &Judged<'_>, workloads: &Workloads, pods: &Pods) -> Option<Miss> {
    if asks_for_generated(&pods.labels) {
        return None;
    }
    let Some(name) = pods.only_namespace() else {
        return miss_of_several(file, workloads, pods);
    };
    if file.model.namespace(name).is_none() && !workloads.know(name) {
        return misspelt(workloads, name);
    }
    if !workloads.matching(pods).is_empty() {
        return None;
    }
    let all: Vec<&Workload> = workloads.of_namespace(name).iter().collect();
    if !all.is_empty() {
        let service = workloads.services_of(name).iter().find(|service| {
            let asked = service.selector.as_ref();
            asked.is_some_and(|asked| selector(asked) == pods.labels)
        });
        let miss = unmatched(&all, &pods.labels);
        return Some(match service {
            Some(service) => Miss {
                message: format!(
                    "{}, which the Service `{}` asks for",
                    miss.message, service.name
                ),
                place: Some(service.place),
                ..miss
            },
            None => miss,
        });
    }
    if let Some(miss) = misspelt(workloads, name) {
        return Some(miss);
    }
    let of = match name.as_str() {
        Namespace::UNNAMED => "no namespace".to_owned(),
        name => format!("namespace `{name}`"),
    };
    let others = workloads.inventory().workloads.iter();
    let others = others.map(|one| one.namespace.as_str());
    let others: BTreeSet<&str> = others.filter(|one| *one != Namespace::UNNAMED).collect();
    let help = match listed(&others) {
        None => "read the manifests of its workloads".to_owned(),
        Some(others) => format!("those that there are have {others}"),
    };
    Some(Miss {
        is_of_namespace: true,
        ..Miss::new(format!("no workload of the manifests is in {of}"), help)
    })
}

/// Of pods in namespaces that are chosen by labels. Manifests that declare no more than the file's own tell
/// nothing of others, but of a slip.
fn miss_of_several(file: &Judged<'_>, workloads: &Workloads, pods: &Pods) -> Option<Miss> {
    let declared = workloads.inventory().namespaces.iter();
    let declared: Vec<_> = declared.filter(|one| one.place.is_some()).collect();
    if !pods.namespace.is_everything() {
        if declared.is_empty() {
            return None;
        }
        if workloads
            .namespaces_matching(&pods.namespace)
            .next()
            .is_none()
        {
            let labels = words::selector(&pods.namespace);
            let message = format!("no namespace of the manifests matches `{labels}`");
            let all: Vec<_> = declared.iter().map(|one| &one.labels).collect();
            let help = nearest(&all, &pods.namespace);
            let mut foreign = declared
                .iter()
                .filter(|one| file.model.namespace(&one.name).is_none());
            let is_told = foreign.next().is_some() || help.starts_with("did you mean");
            return is_told.then(|| Miss::new(message, help));
        }
    }
    let mut meant = workloads.namespaces_matching(&pods.namespace);
    let is_known = if pods.namespace.is_everything() {
        workloads.are_of_cluster()
    } else {
        meant.all(|one| workloads.know(&one.name))
    };
    if !is_known || !workloads.matching(pods).is_empty() {
        return None;
    }
    let everywhere = Pods::new(pods.namespace.clone(), Selector::everything());
    let all = workloads.matching(&everywhere);
    Some(unmatched(&all, &pods.labels))
}

/// A namespace that does not exist, if it is known that it does not, or is nearly one that does.
fn misspelt(workloads: &Workloads, name: &str) -> Option<Miss> {
    if name == Namespace::UNNAMED || !workloads.namespaces_named(name).is_empty() {
        return None;
    }
    let all = workloads.inventory().namespaces.iter();
    let all = all
        .map(|one| one.name.as_str())
        .filter(|one| *one != Namespace::UNNAMED);
    let message = format!("no namespace of the manifests is called `{name}`");
    let near = near_word(name, all.clone());
    match near.filter(|near| workloads.are_of_cluster() || !is_sibling(name, near)) {
        Some(near) => Some(Miss::new(message, format!("did you mean `{near}`?"))),
        None if workloads.are_of_cluster() => {
            let all = listed(&all.collect()).unwrap_or_default();
            Some(Miss::new(message, format!("there are {all}")))
        }
        None => None,
    }
}

/// Whether two names are those of things alike, `team-a` and `team-b`, `prod1` and `prod2`, and neither is a
/// slip of the other.
fn is_sibling(one: &str, other: &str) -> bool {
    let stem = |name: &str| name.rsplit_once('-').map(|(stem, _)| stem.to_owned());
    let letters = |name: &str| name.replace(|char: char| char.is_ascii_digit(), "");
    (stem(one).is_some() && stem(one) == stem(other)) || letters(one) == letters(other)
}

/// Labels that no workload of some has.
fn unmatched(all: &[&Workload], labels: &Selector) -> Miss {
    let written = words::selector(labels);
    let message = format!("no workload of the manifests matches `{written}`");
    if let Some((label, having)) = on_objects(all, labels)
        && let [one, others @ ..] = having.as_slice()
    {
        let (name, kind) = (&one.name, &one.kind);
        let (whose, help) = match others.len() {
            0 => (
                format!("a label of the {kind} `{name}`, and not of its pods"),
                format!("write `{name}`, or give the label to its pod template"),
            ),
            more => (
                format!("a label of the {kind} `{name}` and {more} more, and not of their pods"),
                "choose them by other labels, or give this one to their pod templates".to_owned(),
            ),
        };
        let miss = Miss::new(format!("{message}: `{label}` is {whose}"), help);
        return Miss {
            place: Some(one.place),
            ..miss
        };
    }
    let having: Vec<_> = all.iter().map(|one| &one.labels).collect();
    Miss::new(message, nearest(&having, labels))
}

/// A label that is asked for and that no pod has, and the workloads which have it on the object itself while
/// their pods have all the rest.
fn on_objects<'w>(
    all: &[&'w Workload],
    selector: &Selector,
) -> Option<(String, Vec<&'w Workload>)> {
    let mut requirements = selector.requirements().iter();
    requirements.find_map(|(key, values)| {
        let value = values.only()?;
        if all.iter().any(|one| one.labels.get(key) == Some(value)) {
            return None;
        }
        let others = selector.requirements().iter();
        let others = others.filter(|(other, _)| other != key);
        let rest = others.fold(Selector::everything(), |rest, (key, values)| {
            rest.with(key.clone(), values.clone())
        });
        let having = all
            .iter()
            .filter(|one| one.object_labels.get(key) == Some(value) && has(&rest, &one.labels));
        let having: Vec<&Workload> = having.copied().collect();
        (!having.is_empty()).then(|| (format!("{key}={value}"), having))
    })
}

/// What to write in place of labels that none of some things has.
fn nearest(all: &[&Labels], selector: &Selector) -> String {
    let alone = |key: &str, values: &Values| Selector::everything().with(key, values.clone());
    let missing = selector.requirements().iter().find(|(key, values)| {
        let alone = alone(key, values);
        !all.iter().any(|labels| has(&alone, labels))
    });
    let Some((key, values)) = missing else {
        return "each of these labels is there, and none has all of them".to_owned();
    };
    let known: BTreeSet<&str> = all
        .iter()
        .filter_map(|labels| labels.get(key))
        .map(AsRef::as_ref)
        .collect();
    if known.is_empty() {
        let keys: BTreeSet<&str> = all
            .iter()
            .flat_map(|labels| labels.keys())
            .map(AsRef::as_ref)
            .collect();
        return match near_word(key, keys.iter().copied()) {
            Some(near) => format!("did you mean the label `{near}`?"),
            None => match listed(&keys) {
                Some(keys) => format!("none has a label `{key}`: they have {keys}"),
                None => "none has any label".to_owned(),
            },
        };
    }
    let near = values
        .listed()
        .iter()
        .find_map(|value| near_word(value, known.iter().copied()));
    match (near, listed(&known)) {
        (Some(near), _) if values.is_finite() => format!("did you mean `{key}={near}`?"),
        (_, Some(known)) => format!("the values of `{key}` are {known}"),
        _ => "choose them by other labels".to_owned(),
    }
}
