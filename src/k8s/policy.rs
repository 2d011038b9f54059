//! One NetworkPolicy, with the statements that it comes from.

use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::source::Origin;

/// The label by which netpolc's own objects are told, with [`MANAGER`] as its value.
pub const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// The value of [`MANAGED_BY`].
pub const MANAGER: &str = "netpolc";
/// The label that has the `prefix` of the file that an object comes from.
pub const INSTANCE: &str = "app.kubernetes.io/instance";

/// A NetworkPolicy and where each part of it comes from.
///
/// INVARIANT: `ingress` is as long as the object's `spec.ingress`, `egress` as its `spec.egress`
/// (0 where absent); the origins of each are sorted, without equal texts, and not empty.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The object.
    pub object: Arc<NetworkPolicy>,
    /// The `isolate` and `default deny` statements that it carries out; may be empty.
    pub isolated_by: Vec<Origin>,
    /// For each ingress rule its statements.
    pub ingress: Vec<Vec<Origin>>,
    /// For each egress rule its statements.
    pub egress: Vec<Vec<Origin>>,
}
