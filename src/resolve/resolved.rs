//! What resolving one file yields.

use rustc_hash::FxHashSet;

use crate::diagnostics::Diagnostic;
use crate::model::{Model, WrittenPeer, WrittenTarget};
use crate::sets::Pods;
use crate::source::Span;

/// One file, resolved.
#[derive(Debug)]
pub struct Resolved {
    /// What it means; whole only where nothing is wrong with the file.
    pub model: Model,
    /// The declarations that something of the file, or of those that it uses, means: the places of
    /// their names.
    pub mentioned: FxHashSet<Span>,
    /// The peers that the file writes; those of a section of several namespaces once for each.
    pub peers: Vec<WrittenPeer>,
    /// The targets of its `allow`s that have ports, likewise.
    pub targets: Vec<WrittenTarget>,
    /// The pods of declared workloads, where manifests are known.
    pub declared: Vec<Pods>,
    /// What is wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
}
