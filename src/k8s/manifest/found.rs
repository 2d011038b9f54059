//! What is found in a text.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::diagnostics::Diagnostic;
use crate::k8s::{MANAGED_BY, MANAGER};
use crate::source::Span;

/// All that a text of manifests holds.
#[derive(Clone, Debug, Default)]
pub struct Manifests {
    /// The policies that the API server would take, in the order of the text. One with an error is
    /// not among them.
    pub policies: Vec<Found>,
    /// How many objects are of other kinds.
    pub skipped: usize,
    /// All that is wrong with the text, or likely to be, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// One policy of a text.
#[derive(Clone, Debug)]
pub struct Found {
    /// The object as it is written: the API server's defaults (S7, S21) are not filled in. `null`
    /// counts as absent, and as an empty struct where it is an element of a list (V5). Of the
    /// metadata it has the name, the namespace, labels and annotations.
    pub object: NetworkPolicy,
    /// The document that it stands in, from 0; empty ones do not count.
    pub document: usize,
    /// Where it stands.
    pub spans: Spans,
}

impl Found {
    /// Whether netpolc wrote it, be it in an earlier pass or elsewhere.
    pub fn is_own(&self) -> bool {
        let labels = self.object.metadata.labels.as_ref();
        let manager = labels.and_then(|labels| labels.get(MANAGED_BY));
        manager.is_some_and(|manager| manager == MANAGER)
    }
}

/// The places of a policy and of its parts.
///
/// INVARIANT: `ingress` is as long as the object's `spec.ingress`, `egress` as its `spec.egress`
/// (0 where absent).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spans {
    /// The whole object.
    pub object: Span,
    /// The value of `metadata.name`, else the whole object.
    pub name: Span,
    /// Each ingress rule.
    pub ingress: Vec<Span>,
    /// Each egress rule.
    pub egress: Vec<Span>,
}
