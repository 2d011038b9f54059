//! One pod, as selectors see it.

use std::collections::BTreeMap;

use smol_str::SmolStr;

/// The label that every namespace has, with the namespace's name as its value (S18).
pub const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// The labels of one pod and of its namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pod {
    /// The labels of the pod's namespace, its name among them (S18).
    pub namespace: BTreeMap<SmolStr, SmolStr>,
    /// The labels of the pod.
    pub labels: BTreeMap<SmolStr, SmolStr>,
}

impl Pod {
    /// The name of the pod's namespace, if its labels say it.
    pub fn namespace_name(&self) -> Option<&str> {
        self.namespace.get(NAMESPACE_NAME).map(SmolStr::as_str)
    }
}
