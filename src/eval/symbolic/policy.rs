//! Objects as sets.

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use smol_str::SmolStr;

use crate::eval::symbolic::cause::Cause;
use crate::eval::symbolic::directions::directions;
use crate::eval::symbolic::peer::{end, everyone};
use crate::eval::symbolic::ports::ports;
use crate::eval::symbolic::selector::selector;
use crate::sets::{Direction, Gates, Product, Selector, SelectorId};

/// One rule, of either direction.
type Rule<'a> = (
    Option<&'a Vec<NetworkPolicyPeer>>,
    Option<&'a Vec<NetworkPolicyPort>>,
);

/// What objects together let through at the pods that they select (S2, S3). Those without a namespace
/// belong to `home`.
pub fn meaning<'a>(
    policies: impl IntoIterator<Item = &'a NetworkPolicy>,
    home: &SmolStr,
) -> Gates<Cause> {
    let mut gates = Gates::new();
    for (policy, number) in policies.into_iter().zip(0..) {
        add(&mut gates, policy, number, home);
    }
    gates
}

fn add(gates: &mut Gates<Cause>, policy: &NetworkPolicy, number: u32, home: &SmolStr) {
    let Some(spec) = &policy.spec else { return };
    let namespace = policy.metadata.namespace.as_ref();
    let namespace = namespace.map_or_else(|| home.clone(), SmolStr::new);
    let subject = spec.pod_selector.as_ref();
    let subject = subject.map_or_else(Selector::everything, selector);
    if subject.is_empty() {
        return;
    }
    let subject = gates.add_selector(subject);
    for direction in directions(spec) {
        let gate = gates.add_gate((namespace.clone(), direction));
        let cause = Cause {
            policy: number,
            direction,
            rule: None,
        };
        gates.isolate(gate, subject, cause);
        let rules: Vec<Rule<'_>> = match direction {
            Direction::Ingress => {
                let rules = spec.ingress.iter().flatten();
                rules
                    .map(|one| (one.from.as_ref(), one.ports.as_ref()))
                    .collect()
            }
            Direction::Egress => {
                let rules = spec.egress.iter().flatten();
                rules
                    .map(|one| (one.to.as_ref(), one.ports.as_ref()))
                    .collect()
            }
        };
        for (rule, at) in rules.into_iter().zip(0..) {
            let cause = Cause {
                policy: number,
                direction,
                rule: Some(at),
            };
            let products = products(gates, &namespace, subject, rule);
            gates.open(gate, products.into_iter().map(|product| (product, cause)));
        }
    }
}

/// The connections of one rule.
fn products(
    gates: &mut Gates<Cause>,
    namespace: &SmolStr,
    pods: SelectorId,
    (peers, list): Rule<'_>,
) -> Vec<Product> {
    let set = ports(list);
    if set.is_empty() {
        return Vec::new();
    }
    let ports = gates.add_ports(set);
    let ends = match peers.map(Vec::as_slice) {
        None | Some([]) => everyone().into(),
        Some(peers) => peers
            .iter()
            .filter_map(|peer| end(peer, namespace))
            .collect::<Vec<_>>(),
    };
    let products = ends.into_iter().map(|end| Product {
        pods,
        other: gates.add_end(end),
        ports,
    });
    products.collect()
}
