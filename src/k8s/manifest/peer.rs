//! The peers of a rule (V23, V24).

use k8s_openapi::api::networking::v1::NetworkPolicyPeer;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::node::Node;
use crate::k8s::manifest::reader::Reader;

const PEER: Shape = Shape {
    name: "a peer",
    fields: &["podSelector", "namespaceSelector", "ipBlock"],
};

impl Reader {
    /// An element of `from` or `to`.
    pub(super) fn peer(&mut self, node: &Node, list: &Node) -> NetworkPolicyPeer {
        let mut peer = NetworkPolicyPeer::default();
        let Some(fields) = self.fields(node, &PEER) else {
            return peer;
        };
        peer.pod_selector = fields.get("podSelector").map(|node| self.selector(node));
        let namespaces = fields.get("namespaceSelector");
        peer.namespace_selector = namespaces.map(|node| self.selector(node));
        let block = fields.get("ipBlock");
        peer.ip_block = block.map(|node| self.address_block(node));
        let selects = peer.pod_selector.is_some() || peer.namespace_selector.is_some();
        match (&peer.ip_block, selects) {
            (Some(_), true) => {
                let message = "a peer is either addresses or pods, and this one has both";
                let span = fields
                    .entry("ipBlock")
                    .map_or(node.span, |one| one.key.span);
                self.report(
                    Diagnostic::new(&codes::CONFLICTING_FIELDS, span, message)
                        .help("write two peers, each with its own `-`"),
                );
            }
            (None, false) => {
                let place = node.place(list.span);
                self.missing(
                    place,
                    "a peer needs a `podSelector`, a `namespaceSelector` or an `ipBlock`",
                );
            }
            _ => {}
        }
        if let Some(key) = fields.empty("namespaceSelector")
            && peer.pod_selector.is_some()
        {
            let message = "a `namespaceSelector` that is not written is the policy's own namespace";
            self.report(
                Diagnostic::new(&codes::EMPTY_VALUE, key, message)
                    .help("write `namespaceSelector: {}` for all namespaces, or leave it out"),
            );
        }
        peer
    }
}
