//! Ends that are isolated by a statement of their own.

use crate::model::{NamespaceId, StatementId};
use crate::sets::{Direction, Selector};

/// Pods of an owned namespace that `isolate` or `default deny` isolates in one direction (S2).
#[derive(Clone, Debug)]
pub struct Isolation {
    /// Where it comes from.
    pub statement: StatementId,
    /// The namespace of the pods.
    pub namespace: NamespaceId,
    /// Their labels.
    pub pods: Selector,
    /// The direction.
    pub direction: Direction,
}
