//! Damage in one document, and what is left of the others.

use std::collections::BTreeSet;

use netpolc::k8s::inventory::Inventory;

use crate::inventory::one_by_one::{documents, objects};
use crate::inventory::{read_text, said};
use crate::properties::random::Random;

/// The document that is damaged, of so many.
const DAMAGED: usize = 4;
const DOCUMENTS: usize = 9;

/// How often each damage is done.
const PLACES: usize = 20;

/// What becomes of a document, from what stands before and behind a place in it.
type Damage = fn(before: &str, after: &str) -> String;

const DAMAGES: &[(&str, Damage)] = &[
    ("truncated", |before, _| before.to_owned()),
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
        let bytes = [before.as_bytes(), b"\xc3\x28\xff", after.as_bytes()].concat();
        String::from_utf8_lossy(&bytes).into_owned()
    }),
    ("a control character", |before, after| {
        format!("{before}\0{after}")
    }),
    ("a bracket", |before, after| format!("{before}[{after}")),
    ("another indentation", |before, after| {
        on_line(before, after, |line| format!(" {line}"))
    }),
];

/// The text with another line in place of the one around the place.
fn on_line(before: &str, after: &str, change: impl Fn(&str) -> String) -> String {
    let (above, start) = before.rsplit_once('\n').unwrap_or(("", before));
    let (end, below) = after.split_once('\n').unwrap_or((after, ""));
    format!("{above}\n{}\n{below}", change(&format!("{start}{end}")))
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
    let mut named = 0;
    for (name, damage) in DAMAGES {
        for place in 0..PLACES {
            let what = format!("seed {SEED}, {name}, place {place}");
            let mut objects = objects(&mut random, DOCUMENTS);
            // Its own name, so that it is missed where it is gone.
            objects[DAMAGED]["metadata"]["name"] = "damaged".into();
            let mut documents = documents(&objects);
            let whole = documents.clone();
            let text = whole[DAMAGED].strip_prefix("---\n").unwrap();
            let (front, rest) = text.split_at(1 + random.below(text.len() - 1));
            documents[DAMAGED] = format!("---\n{}\n", damage(front, rest));
            let before: usize = documents[..DAMAGED].iter().map(String::len).sum();
            let lines = before..=before + documents[DAMAGED].len();
            let others = [&whole[..DAMAGED], &whole[DAMAGED + 1..]].concat().concat();
            let damaged = documents.concat();
            let read = read_text(&damaged);
            for one in &read.diagnostics {
                let span = one.primary.span.range();
                assert!(damaged.get(span.clone()).is_some(), "{what}\n{damaged}");
            }
            let is_named = read
                .diagnostics
                .iter()
                .any(|one| lines.contains(&one.primary.span.range().start));
            named += usize::from(is_named);
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
