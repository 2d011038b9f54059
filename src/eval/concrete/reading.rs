//! The choices that Kubernetes leaves to its network plugins.

/// How to read what Kubernetes leaves open. The default is the reading of this project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where policies without `metadata.namespace` belong (S6). Default: `default`.
    pub default_namespace: String,
    /// Whether an `ipBlock` matches pods by their addresses (S34). Default: no.
    pub blocks_match_pods: bool,
    /// Whether pods on their node's network are treated like all others, as option (a) of S40 allows.
    /// Default: no, they are their node, matched by its addresses only, and no policy is theirs.
    pub host_pods_are_pods: bool,
    /// Whether a pod may always connect to its own node (S39). Default: yes.
    pub own_node_egress: bool,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            default_namespace: "default".to_owned(),
            blocks_match_pods: false,
            host_pods_are_pods: false,
            own_node_egress: true,
        }
    }
}
