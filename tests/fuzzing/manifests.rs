//! Any manifests make an inventory, of what each of their documents declares: what a workload or Service is to
//! another reader of YAML is there, or something is said of it; and no document changes what another one is.

use std::collections::BTreeMap;

use netpolc::diagnostics::Diagnostic;
use netpolc::driver::decode_manifest;
use netpolc::k8s::inventory::{Inventory, Namespace, Reading, Service, Workload};
use netpolc::source::{FileId, Sources, Span};
use serde_yaml::Value;

use crate::fuzzing::said::shown;

/// Kinds whose objects are in every inventory under their own names.
const KINDS: &[(&str, &str)] = &[
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("apps/v1", "DaemonSet"),
    ("batch/v1", "CronJob"),
    ("v1", "Service"),
];

/// Before each text, so that kubectl would look for JSON in none: it does where a file begins.
const FIRST: &str = "{apiVersion: v1, kind: First}\n---\n";

pub(crate) fn holds(bytes: &[u8]) {
    let mut sources = Sources::default();
    let Ok(file) = decode_manifest(&mut sources, "in.yaml", bytes.to_vec()) else {
        return;
    };
    let text = sources.get(file).unwrap().text.clone();
    let (inventory, diagnostics) = read(&[(file, &text)], None);
    shown(&sources, &diagnostics);
    let (again, _) = read(&[(file, &text)], None);
    assert_eq!(declared(&inventory), declared(&again));
    each_counts_alone(&text);
    for document in documents(&text) {
        nothing_is_lost(&document);
    }
}

fn read(files: &[(FileId, &str)], home: Option<&str>) -> (Inventory, Vec<Diagnostic>) {
    let readings = files.iter();
    let readings = readings.map(|(file, text)| (Reading::of(*file, text), home.map(Into::into)));
    Inventory::of(readings)
}

/// What stands between the separators.
fn documents(text: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in text.trim_start_matches('\u{feff}').split_inclusive('\n') {
        if line.starts_with("---") {
            documents.push(String::new());
        } else if let Some(last) = documents.last_mut() {
            last.push_str(line);
        }
    }
    documents
}

/// The documents of a text declare what they do as texts of their own.
fn each_counts_alone(text: &str) {
    let whole = format!("{FIRST}{}", text.trim_start_matches('\u{feff}'));
    let (whole, _) = read(&[(FileId(0), &whole)], Some("home"));
    let alone = documents(text)
        .into_iter()
        .map(|one| format!("{FIRST}{one}"));
    let alone: Vec<String> = alone.collect();
    let files = (0..).map(FileId).zip(alone.iter().map(String::as_str));
    let (mut each, _) = read(&files.collect::<Vec<_>>(), Some("home"));
    // Each has the first one.
    each.skipped.insert("First".into(), 1);
    let mut whole = whole;
    whole.skipped.insert("First".into(), 1);
    assert_eq!(declared(&whole), declared(&each), "{text}");
}

/// What another reader sees in a document is in the inventory, or something is said of the document.
fn nothing_is_lost(document: &str) {
    let Ok(value) = serde_yaml::from_str::<Value>(document) else {
        return;
    };
    let (inventory, diagnostics) = read(&[(FileId(0), document)], Some("home"));
    if !diagnostics.is_empty() {
        return;
    }
    let items = match word(&value, "kind") {
        Some("List") if word(&value, "apiVersion").is_some() => value["items"].as_sequence(),
        _ => None,
    };
    for object in items.map_or(std::slice::from_ref(&value), Vec::as_slice) {
        let (Some(version), Some(kind)) = (word(object, "apiVersion"), word(object, "kind")) else {
            continue;
        };
        let Some(name) = word(&object["metadata"], "name") else {
            continue;
        };
        if KINDS.contains(&(version, kind)) {
            let mut workloads = inventory.workloads.iter();
            let is_there = match kind {
                "Service" => inventory.services.iter().any(|one| one.name == name),
                _ => workloads.any(|one| one.kind.to_string() == kind && one.name == name),
            };
            assert!(is_there, "{kind} {name} of\n{document}");
        }
    }
}

fn word<'v>(object: &'v Value, field: &str) -> Option<&'v str> {
    object.get(field)?.as_str().filter(|word| !word.is_empty())
}

/// All of an inventory but the places, and how often each is there.
fn declared(inventory: &Inventory) -> BTreeMap<String, usize> {
    let nowhere = Span::new(FileId(0), 0, 0);
    let workloads = inventory.workloads.iter().map(|one| {
        let one = Workload {
            place: nowhere,
            ..one.clone()
        };
        format!("{one:?}")
    });
    let services = inventory.services.iter().map(|one| {
        let one = Service {
            place: nowhere,
            ..one.clone()
        };
        format!("{one:?}")
    });
    let namespaces = inventory.namespaces.iter().map(|one| {
        let Namespace { name, labels, .. } = one;
        format!("{name} {labels:?}")
    });
    let policies = inventory.policies.iter();
    let policies = policies.map(|one| format!("{:?}", one.object));
    let skipped = [format!("{:?}", inventory.skipped)];
    let all = workloads.chain(services).chain(namespaces);
    let mut declared = BTreeMap::new();
    for one in all.chain(policies).chain(skipped) {
        *declared.entry(one).or_default() += 1;
    }
    declared
}
