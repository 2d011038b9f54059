//! The objects of one text.

use smol_str::SmolStr;

use crate::diagnostics::Diagnostic;
use crate::k8s::inventory::entry::Entry;
use crate::k8s::inventory::homes;
use crate::k8s::manifest::{Found, objects};
use crate::source::FileId;

/// What one text of YAML or JSON holds, before it is known where objects belong that name no namespace.
#[derive(Clone)]
pub struct Reading {
    pub(super) entries: Vec<Entry>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Reads the objects of a text, of one document or many. What is broken is reported and left out; the
    /// rest is read.
    pub fn of(file: FileId, text: &str) -> Self {
        let (entries, diagnostics) = objects(file, text, Entry::read);
        Self {
            entries,
            diagnostics,
        }
    }

    /// The policies among its objects, as they are written.
    pub fn policies(&self) -> impl Iterator<Item = &Found> {
        self.entries.iter().filter_map(Entry::policy)
    }

    /// Whether a workload or a Service is among its objects.
    pub fn names_workloads(&self) -> bool {
        let is_one = |entry: &Entry| matches!(entry, Entry::Workload(_) | Entry::Service(_));
        self.entries.iter().any(is_one)
    }

    /// The namespaces that its objects name.
    pub fn namespaces(&self) -> impl Iterator<Item = &str> {
        let written = self.entries.iter().filter_map(Entry::namespace);
        written.filter(|name| !name.is_empty())
    }

    /// The namespace of its objects that name none: `given`, else the only one that the others name.
    pub fn home(&self, given: Option<&SmolStr>) -> Option<SmolStr> {
        homes::home(&self.entries, given)
    }

    /// Whether none of its objects names a namespace.
    pub fn names_no_namespace(&self) -> bool {
        homes::named(&self.entries).is_empty()
    }

    /// Whether some of its objects name no namespace.
    pub fn has_homeless(&self) -> bool {
        self.entries.iter().any(Entry::is_homeless)
    }
}
