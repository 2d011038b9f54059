//! A namespace.

use smol_str::SmolStr;

use crate::k8s::inventory::Labels;
use crate::k8s::inventory::labels::labels;
use crate::k8s::inventory::metadata::{Metadata, metadata};
use crate::k8s::inventory::twice::Once;
use crate::k8s::manifest::{Object, Reader};
use crate::source::Span;

/// The label that every namespace has, with its name as the value (S18).
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// A namespace and its labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: SmolStr,
    /// Its labels, always with its name (S18).
    pub labels: Labels,
    /// Where it is declared. One that objects are in, without a declaration, may have more labels than
    /// are known.
    pub place: Option<Span>,
}

impl Namespace {
    /// The namespace as the API server stores it: with its name as a label, whatever the author wrote
    /// there.
    pub(super) fn new(name: SmolStr, mut labels: Labels, place: Option<Span>) -> Self {
        labels.insert(SmolStr::new_static(NAME_LABEL), name.clone());
        Self {
            name,
            labels,
            place,
        }
    }

    pub(super) fn read(reader: &mut Reader, object: &Object<'_>) -> Option<Self> {
        let before = reader.diagnostics.len();
        let Metadata {
            node, name, place, ..
        } = metadata(reader, object)?;
        let labels = labels(reader, node, "labels");
        let namespace = Self::new(name, labels, Some(place));
        (!reader.has_errors_since(before)).then_some(namespace)
    }
}

impl Once for Namespace {
    type Name<'a> = &'a str;
    type Shape<'a> = &'a Labels;

    fn name(&self) -> Self::Name<'_> {
        &self.name
    }

    fn shape(&self) -> Self::Shape<'_> {
        &self.labels
    }

    fn place(&self) -> Option<Span> {
        self.place
    }

    fn words(&self) -> String {
        format!("namespace `{}`", self.name)
    }
}
