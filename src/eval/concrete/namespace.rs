//! A namespace of a cluster.

use std::collections::BTreeMap;

/// The label that every namespace has, with its name as the value (S18).
pub(super) const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// A namespace and its labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Its labels; in a [`Cluster`](super::Cluster) always with `kubernetes.io/metadata.name` (S18).
    pub labels: BTreeMap<String, String>,
}

impl Namespace {
    /// The namespace as the API server stores it: with its name as a label, whatever the author wrote
    /// there (S18).
    pub(super) fn stored(mut self) -> Namespace {
        self.labels.insert(NAME_LABEL.to_owned(), self.name.clone());
        self
    }
}
