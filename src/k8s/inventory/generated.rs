//! Labels that controllers give to the pods that they make.

/// Whether a controller makes up the values of this label: they name a revision, or one pod, and no
/// policy that is to last can ask for them.
pub fn is_generated(key: &str) -> bool {
    matches!(
        key,
        "pod-template-hash"
            | "rollouts-pod-template-hash"
            | "controller-revision-hash"
            | "pod-template-generation"
            | "controller-uid"
            | "job-name"
            | "statefulset.kubernetes.io/pod-name"
            | "apps.kubernetes.io/pod-index"
    ) || key.starts_with("batch.kubernetes.io/")
}
