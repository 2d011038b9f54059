//! One NetworkPolicy, with the statements that it comes from.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::source::Origin;

/// A NetworkPolicy and where each part of it comes from.
///
/// INVARIANT: `ingress` is as long as the object's `spec.ingress`, `egress` as its `spec.egress`
/// (0 where absent); the origins of each are sorted, without equal texts, and not empty.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The object.
    pub object: NetworkPolicy,
    /// The `isolate` and `default deny` statements that it carries out; may be empty.
    pub isolated_by: Vec<Origin>,
    /// For each ingress rule its statements.
    pub ingress: Vec<Vec<Origin>>,
    /// For each egress rule its statements.
    pub egress: Vec<Vec<Origin>>,
}
