//! The real workloads that a peer means.

use crate::check::Judged;
use crate::k8s::inventory::Workload;
use crate::model::{Part, PeerId};

/// The workloads with pods of a peer, as far as the manifests of a file tell.
pub(super) fn meant<'a>(file: &Judged<'a>, peer: PeerId) -> Vec<&'a Workload> {
    let Some(workloads) = file.workloads else {
        return Vec::new();
    };
    let parts = file.model.peer(peer).parts.iter();
    let pods = parts.filter_map(|part| match file.model.part(*part) {
        Part::Pods(pods) => Some(workloads.matching(pods)),
        Part::Any | Part::Block(_) => None,
    });
    pods.flatten().collect()
}
