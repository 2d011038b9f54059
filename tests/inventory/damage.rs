//! Damage in one document, and what is left of the others.

use std::collections::BTreeSet;

use netpolc::diagnostics::{Diagnostic, Severity};
use netpolc::k8s::inventory::Inventory;

use crate::inventory::one_by_one::{documents, objects};
use crate::inventory::{read_bytes, read_text, said};
use crate::properties::random::Random;

/// The document that is damaged, of so many.
const DAMAGED: usize = 4;
const DOCUMENTS: usize = 9;

/// How often each damage is done.
const PLACES: usize = 20;

/// What becomes of a document, from what stands before and behind a place in it.
type Damage = fn(before: &str, after: &str) -> Vec<u8>;

pub(super) const DAMAGES: &[(&str, Damage)] = &[
    ("truncated", |before, _| before.into()),
    ("a value of another type", |before, after| {
        on_line(before, after, |line| match line.split_once(": ") {
            Some((key, _)) => format!("{key}: [0, {{}}]"),
            None => format!("{line} 0"),
        })
    }),
    ("a key twice", |before, after| {
        on_line(before, after, |line| format!("{line}\n{line}"))
    }),
    ("a tab", |before, after| {
        on_line(before, after, |line| format!("\t{line}"))
    }),
    ("an anchor that nothing has", |before, after| {
        on_line(before, after, |line| match line.split_once(": ") {
            Some((key, _)) => format!("{key}: *nothing"),
            None => format!("{line} *nothing"),
        })
    }),
    ("an alias bomb", |before, after| {
        let levels = (1..30).map(|level| {
            let below = level - 1;
            format!("x{level}: &x{level} [*x{below}, *x{below}, *x{below}]\n")
        });
        let bomb = levels.collect::<String>();
        on_line(before, after, |line| {
            format!("{line}\nx0: &x0 [0, 0, 0]\n{bomb}")
        })
    }),
    ("bytes that are not UTF-8", |before, after| {
        [before.as_bytes(), b"\xc3\x28\xff", after.as_bytes()].concat()
    }),
    ("a control character", |before, after| {
        format!("{before}\0{after}").into()
    }),
    ("a bracket", |before, after| {
        format!("{before}[{after}").into()
    }),
    ("another indentation", |before, after| {
        on_line(before, after, |line| format!(" {line}"))
    }),
];

/// The text with another line in place of the one around the place.
fn on_line(before: &str, after: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let (above, start) = before.rsplit_once('\n').unwrap_or(("", before));
    let (end, below) = after.split_once('\n').unwrap_or((after, ""));
    let line = change(&format!("{start}{end}"));
    format!("{above}\n{line}\n{below}").into()
}

/// What is there, each by its kind, namespace, name and ports; and how many objects of other kinds.
fn found(inventory: &Inventory) -> (BTreeSet<String>, usize) {
    let workloads = inventory.workloads.iter();
    let workloads = workloads.map(|one| {
        format!(
            "{:?}",
            (&one.kind, &one.namespace, &one.name, &one.containers)
        )
    });
    let services = inventory.services.iter();
    let services = services.map(|one| format!("{:?}", (&one.namespace, &one.name, &one.ports)));
    let policies = inventory.policies.iter();
    let policies = policies.map(|one| format!("{:?}", one.object));
    let found = workloads.chain(services).chain(policies).collect();
    (found, inventory.skipped.values().sum())
}

#[test]
fn one_damaged_document_leaves_the_others_whole() {
    const SEED: u64 = 7;
    let mut random = Random::new(SEED);
    let number = format!("document {} of the file", DAMAGED + 1);
    let mut named = 0;
    for (name, damage) in DAMAGES {
        for place in 0..PLACES {
            let what = format!("seed {SEED}, {name}, place {place}");
            let mut objects = objects(&mut random, DOCUMENTS);
            // Its own name, so that it is missed where it is gone.
            objects[DAMAGED]["metadata"]["name"] = "damaged".into();
            let whole = documents(&objects);
            let text = whole[DAMAGED].strip_prefix("---\n").unwrap();
            let (front, rest) = text.split_at(1 + random.below(text.len() - 1));
            let before = whole[..DAMAGED].concat();
            let after = whole[DAMAGED + 1..].concat();
            let document = [b"---\n", &damage(front, rest)[..], b"\n"].concat();
            let lines = before.len()..=before.len() + document.len();
            let damaged = [before.as_bytes(), &document, after.as_bytes()].concat();
            let others = before + &after;
            let read = read_bytes(&damaged);
            let damaged = String::from_utf8_lossy(&damaged);
            let names_it = |one: &Diagnostic| {
                let span = one.primary.span.range();
                let text = &read.sources.get(one.primary.span.file).unwrap().text;
                assert!(text.get(span.clone()).is_some(), "{what}\n{damaged}");
                let is_numbered = one.notes.contains(&number);
                if one.code.severity == Severity::Error {
                    let is_in_it = lines.contains(&span.start);
                    assert_eq!(is_numbered, is_in_it, "{what}: {}", one.message);
                }
                is_numbered
            };
            let named_by = read.diagnostics.iter().filter(|one| names_it(one));
            let codes: BTreeSet<&str> = named_by.map(|one| one.code.id).collect();
            let is_named = !codes.is_empty();
            named += usize::from(is_named);
            if name.contains("UTF-8") {
                assert_eq!(codes, BTreeSet::from(["E0801"]), "{what}");
            }
            let inventory = |text: &str| found(&read_text(text).inventory);
            let (whole, _) = inventory(&whole.concat());
            let (left, skipped) = inventory(&others);
            let (found, all_skipped) = found(&read.inventory);
            let lost: Vec<&String> = left.difference(&found).collect();
            assert!(lost.is_empty(), "{what}: lost {lost:?} of\n{damaged}");
            // Where its kind is damaged it is of another one.
            let is_there = whole.is_subset(&found) || found != left || all_skipped > skipped;
            assert!(is_named || is_there, "{what}:\n{}\n{damaged}", said(&read));
        }
    }
    assert!(
        named > DAMAGES.len() * PLACES / 3,
        "only {named} were named"
    );
}
