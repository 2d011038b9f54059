//! `host-network`: a peer whose pods are all on the network of their nodes (S40).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::Judged;
use crate::check::meant::meant;
use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::Workload;
use crate::model::{Part, PeerId};
use crate::source::Span;

/// Warns of each peer of a file, but `*`, that means such pods only: as a subject nothing isolates them, as a
/// peer they are the addresses of their nodes.
pub(super) fn check(file: &Judged<'_>) -> Vec<Diagnostic> {
    let mut of_peers: FxHashMap<PeerId, Option<&Workload>> = FxHashMap::default();
    let mut found: BTreeMap<Span, &Workload> = BTreeMap::new();
    for peer in file.peers.iter().filter(|one| !one.is_left) {
        let first = of_peers.entry(peer.peer);
        if let Some(first) = first.or_insert_with(|| on_host(file, peer.peer)) {
            found.insert(peer.span, first);
        }
    }
    let found = found.into_iter().map(|(span, one)| {
        let message = format!(
            "the pods of `{}` are on the network of their nodes, where no policy catches them",
            one.name
        );
        Diagnostic::new(&codes::HOST_NETWORK, span, message)
            .also(one.place, "this one says `hostNetwork: true`")
            .note("to others they have the addresses of their nodes")
            .help("write a `network` of the nodes' addresses in its place")
    });
    found.collect()
}

/// The first of the workloads that a peer means, if all are on the network of their nodes, and it chooses them.
fn on_host<'a>(file: &Judged<'a>, peer: PeerId) -> Option<&'a Workload> {
    let mut parts = file.model.peer(peer).parts.iter();
    let chooses = parts.all(|part| match file.model.part(*part) {
        Part::Pods(pods) => !pods.labels.is_everything(),
        Part::Any | Part::Block(_) => false,
    });
    let pods = if chooses {
        meant(file, peer)
    } else {
        Vec::new()
    };
    let first = pods.first().copied();
    first.filter(|_| pods.iter().all(|one| one.host_network))
}
