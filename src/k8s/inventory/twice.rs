//! Objects that are there several times.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::homes;
use crate::k8s::manifest::Found;
use crate::source::Span;

/// Something of which a cluster has one of each name.
pub(super) trait Once {
    /// What may be there once only.
    type Name<'a>: Ord
    where
        Self: 'a;

    /// All that is read of it, but its place.
    type Shape<'a>: Ord
    where
        Self: 'a;

    fn name(&self) -> Self::Name<'_>;

    fn shape(&self) -> Self::Shape<'_>;

    fn place(&self) -> Option<Span>;

    /// What it is called in messages.
    fn words(&self) -> String;
}

/// Sorts by name, then by place.
pub(super) fn sort<T: Once>(objects: &mut [T]) {
    objects.sort_by(|one, other| {
        let places = || one.place().cmp(&other.place());
        one.name().cmp(&other.name()).then_with(places)
    });
}

/// Sorts objects, and keeps the first of those that are equal. Says of each that differs from those of
/// its name before it where the first one stands.
pub(super) fn settle<T: Once>(mut objects: Vec<T>) -> (Vec<T>, Vec<Diagnostic>) {
    sort(&mut objects);
    let mut wrong = Vec::new();
    let mut keep = Vec::with_capacity(objects.len());
    for same in objects.chunk_by(|one, other| one.name() == other.name()) {
        let [first, others @ ..] = same else {
            continue;
        };
        keep.push(true);
        if others.is_empty() {
            continue;
        }
        let mut shapes = BTreeSet::from([first.shape()]);
        for other in others {
            let is_new = shapes.insert(other.shape());
            if is_new {
                wrong.extend(twice(first, other));
            }
            keep.push(is_new);
        }
    }
    let mut keep = keep.into_iter();
    objects.retain(|_| keep.next().unwrap_or(true));
    (objects, wrong)
}

fn twice<T: Once>(first: &T, other: &T) -> Option<Diagnostic> {
    let message = format!("another {}, and not the same", other.words());
    let diagnostic = Diagnostic::new(&codes::DUPLICATE_OBJECT, other.place()?, message)
        .help("read the manifests of one cluster, and no variants beside each other");
    Some(diagnostic.also(first.place()?, "the first one"))
}

impl Once for Found {
    /// A policy whose name the API server makes up is like no other.
    type Name<'a> = (Option<&'a str>, Result<&'a str, Span>);
    type Shape<'a> = String;

    fn name(&self) -> Self::Name<'_> {
        let metadata = &self.object.metadata;
        let name = metadata.name.as_deref().ok_or(self.spans.object);
        (metadata.namespace.as_deref(), name)
    }

    fn shape(&self) -> Self::Shape<'_> {
        serde_json::to_string(&self.object.spec).unwrap_or_default()
    }

    fn place(&self) -> Option<Span> {
        Some(self.spans.name)
    }

    fn words(&self) -> String {
        let metadata = &self.object.metadata;
        let name = metadata.name.as_deref().unwrap_or_default();
        let namespace = metadata.namespace.as_deref().unwrap_or_default();
        format!("NetworkPolicy `{name}`{}", homes::words(namespace))
    }
}
