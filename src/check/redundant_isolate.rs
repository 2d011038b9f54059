//! `redundant-rule`, of an `isolate` that another one of its file covers.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::Judged;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Isolation, NamespaceId};
use crate::sets::{Direction, SelectorIndex};
use crate::source::Span;

/// Reports every `isolate` and `default deny` all of whose pods another one of the file isolates; of
/// equal ones all but the first.
pub(super) fn check(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let files = whole.files.iter().enumerate();
    files
        .flat_map(|(index, file)| check_file(whole, index, file))
        .collect()
}

fn check_file(whole: &Whole<'_>, index: usize, file: &Judged<'_>) -> Vec<Diagnostic> {
    let mut stated: BTreeMap<Span, Vec<&Isolation>> = BTreeMap::new();
    let mut ends: FxHashMap<(NamespaceId, Direction), SelectorIndex<Span>> = FxHashMap::default();
    for isolation in &file.model.isolations {
        let Some(origin) = whole.origin(index, isolation.statement) else {
            continue;
        };
        stated.entry(origin.span).or_default().push(isolation);
        let ends = ends
            .entry((isolation.namespace, isolation.direction))
            .or_default();
        ends.insert(isolation.pods.clone(), origin.span);
    }
    if stated.len() < 2 {
        return Vec::new();
    }
    let covers = |isolations: &[&Isolation], other: Span| {
        isolations.iter().all(|isolation| {
            let ends = ends.get(&(isolation.namespace, isolation.direction));
            ends.is_some_and(|ends| {
                let mut covering = ends.covering(&isolation.pods);
                covering.any(|(_, span)| *span == other)
            })
        })
    };
    let mut found = Vec::new();
    for (span, isolations) in &stated {
        let Some(first) = isolations.first() else {
            continue;
        };
        let Some(ends) = ends.get(&(first.namespace, first.direction)) else {
            continue;
        };
        let others = ends.covering(&first.pods).map(|(_, other)| *other);
        let mut others = others.filter(|other| other != span);
        let cover = others.find(|other| {
            let theirs = stated.get(other).map_or(&[][..], Vec::as_slice);
            covers(isolations, *other) && (other < span || !covers(theirs, *span))
        });
        if let Some(cover) = cover {
            let message = "all of these pods are isolated already";
            found.push(
                Diagnostic::new(&codes::REDUNDANT_RULE, *span, message)
                    .also(cover, "by this")
                    .help("take one of the two out"),
            );
        }
    }
    found
}
