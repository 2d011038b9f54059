//! The other ends that a rule is about.

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicyPeer};
use smol_str::SmolStr;

use crate::eval::symbolic::selector::selector;
use crate::sets::{Addresses, End, Pods, Selector};

/// Everyone: pods and addresses (S12).
pub(super) fn everyone() -> [End; 2] {
    [
        End::Pods(Pods::everywhere(Selector::everything())),
        End::Addresses(Addresses::all()),
    ]
}

/// The endpoints of one peer of a policy in `namespace` (S13, S14).
pub(super) fn end(peer: &NetworkPolicyPeer, namespace: &SmolStr) -> Option<End> {
    let pods = |pods: &Option<_>| pods.as_ref().map_or_else(Selector::everything, selector);
    let end = match (&peer.ip_block, &peer.namespace_selector, &peer.pod_selector) {
        (Some(block), None, None) => End::Addresses(addresses(block)?),
        (None, Some(namespaces), labels) => {
            End::Pods(Pods::new(selector(namespaces), pods(labels)))
        }
        (None, None, labels @ Some(_)) => {
            End::Pods(Pods::in_namespace(namespace.clone(), pods(labels)))
        }
        _ => return None,
    };
    (!end.is_empty()).then_some(end)
}

/// The addresses of a block, less its excepts (S32).
fn addresses(block: &IPBlock) -> Option<Addresses> {
    let cidr: IpNet = block.cidr.parse().ok()?;
    let except = block.except.iter().flatten();
    let except: Result<Vec<IpNet>, _> = except.map(|one| one.parse()).collect();
    let all = Addresses::from_prefixes([cidr]);
    Some(all.minus(&Addresses::from_prefixes(except.ok()?)))
}
