//! The walk over an object, in the order in which people write its parts.
//!
//! What is absent and what is present but empty mean different things in a policy, so each is told
//! as it is. Of the metadata the compiler sets the name, the namespace, labels and annotations;
//! nothing else of it is told.

use std::collections::BTreeMap;
use std::iter::repeat;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::emit::tree::Tree;
use crate::k8s::Policy;
use crate::source::Origin;

/// Tells `tree` of a policy's object, with its origins.
pub(super) fn manifest<T: Tree>(tree: &mut T, policy: &Policy) {
    tree.open_map();
    tree.field("apiVersion");
    tree.text("networking.k8s.io/v1");
    tree.field("kind");
    tree.text("NetworkPolicy");
    tree.field("metadata");
    metadata(tree, &policy.object.metadata);
    if let Some(object) = &policy.object.spec {
        spec(tree, object, policy);
    }
    tree.close_map();
}

fn metadata<T: Tree>(tree: &mut T, metadata: &ObjectMeta) {
    let ObjectMeta {
        name,
        namespace,
        labels,
        annotations,
        ..
    } = metadata;
    if name.is_none() && namespace.is_none() && labels.is_none() && annotations.is_none() {
        return tree.empty_map();
    }
    tree.open_map();
    for (field, text) in [("name", name), ("namespace", namespace)] {
        if let Some(text) = text {
            tree.field(field);
            tree.text(text);
        }
    }
    for (field, entries) in [("labels", labels), ("annotations", annotations)] {
        if let Some(entries) = entries {
            tree.field(field);
            strings(tree, entries);
        }
    }
    tree.close_map();
}

fn spec<T: Tree>(tree: &mut T, spec: &NetworkPolicySpec, policy: &Policy) {
    let NetworkPolicySpec {
        egress,
        ingress,
        pod_selector,
        policy_types,
    } = spec;
    if egress.is_none() && ingress.is_none() && pod_selector.is_none() && policy_types.is_none() {
        tree.origins(&policy.isolated_by);
        tree.field("spec");
        return tree.empty_map();
    }
    tree.field("spec");
    tree.open_map();
    tree.origins(&policy.isolated_by);
    if let Some(pods) = pod_selector {
        tree.field("podSelector");
        selector(tree, pods);
    }
    if let Some(types) = policy_types {
        tree.field("policyTypes");
        list(tree, types, |tree, text| tree.text(text));
    }
    if let Some(rules) = ingress {
        tree.field("ingress");
        let rules = rules
            .iter()
            .map(|it| (it.from.as_deref(), it.ports.as_deref()));
        rule_list(tree, "from", rules, &policy.ingress);
    }
    if let Some(rules) = egress {
        tree.field("egress");
        let rules = rules
            .iter()
            .map(|it| (it.to.as_deref(), it.ports.as_deref()));
        rule_list(tree, "to", rules, &policy.egress);
    }
    tree.close_map();
}

/// A rule's peers and ports.
type Rule<'a> = (
    Option<&'a [NetworkPolicyPeer]>,
    Option<&'a [NetworkPolicyPort]>,
);

fn rule_list<'a, T: Tree>(
    tree: &mut T,
    peers: &'static str,
    rules: impl ExactSizeIterator<Item = Rule<'a>>,
    origins: &[Vec<Origin>],
) {
    if rules.len() == 0 {
        return tree.empty_list();
    }
    tree.open_list();
    let origins = origins.iter().map(Vec::as_slice).chain(repeat(&[][..]));
    for (it, origins) in rules.zip(origins) {
        tree.origins(origins);
        tree.item();
        rule(tree, peers, it);
    }
    tree.close_list();
}

fn rule<T: Tree>(tree: &mut T, field: &'static str, (peers, ports): Rule<'_>) {
    if peers.is_none() && ports.is_none() {
        return tree.empty_map();
    }
    tree.open_map();
    if let Some(peers) = peers {
        tree.field(field);
        list(tree, peers, peer);
    }
    if let Some(ports) = ports {
        tree.field("ports");
        list(tree, ports, port);
    }
    tree.close_map();
}

fn peer<T: Tree>(tree: &mut T, peer: &NetworkPolicyPeer) {
    let NetworkPolicyPeer {
        ip_block,
        namespace_selector,
        pod_selector,
    } = peer;
    if ip_block.is_none() && namespace_selector.is_none() && pod_selector.is_none() {
        return tree.empty_map();
    }
    tree.open_map();
    if let Some(block) = ip_block {
        tree.field("ipBlock");
        addresses(tree, block);
    }
    if let Some(namespaces) = namespace_selector {
        tree.field("namespaceSelector");
        selector(tree, namespaces);
    }
    if let Some(pods) = pod_selector {
        tree.field("podSelector");
        selector(tree, pods);
    }
    tree.close_map();
}

fn addresses<T: Tree>(tree: &mut T, block: &IPBlock) {
    tree.open_map();
    tree.field("cidr");
    tree.quoted(&block.cidr);
    if let Some(except) = &block.except {
        tree.field("except");
        list(tree, except, |tree, cidr| tree.quoted(cidr));
    }
    tree.close_map();
}

fn port<T: Tree>(tree: &mut T, it: &NetworkPolicyPort) {
    let NetworkPolicyPort {
        end_port,
        port,
        protocol,
    } = it;
    if end_port.is_none() && port.is_none() && protocol.is_none() {
        return tree.empty_map();
    }
    tree.open_map();
    if let Some(protocol) = protocol {
        tree.field("protocol");
        tree.text(protocol);
    }
    if let Some(port) = port {
        tree.field("port");
        match port {
            IntOrString::Int(number) => tree.number(*number),
            IntOrString::String(name) => tree.text(name),
        }
    }
    if let Some(end) = end_port {
        tree.field("endPort");
        tree.number(*end);
    }
    tree.close_map();
}

fn selector<T: Tree>(tree: &mut T, selector: &LabelSelector) {
    let LabelSelector {
        match_expressions,
        match_labels,
    } = selector;
    if match_expressions.is_none() && match_labels.is_none() {
        return tree.empty_map();
    }
    tree.open_map();
    if let Some(labels) = match_labels {
        tree.field("matchLabels");
        strings(tree, labels);
    }
    if let Some(expressions) = match_expressions {
        tree.field("matchExpressions");
        list(tree, expressions, requirement);
    }
    tree.close_map();
}

fn requirement<T: Tree>(tree: &mut T, requirement: &LabelSelectorRequirement) {
    tree.open_map();
    tree.field("key");
    tree.text(&requirement.key);
    tree.field("operator");
    tree.text(&requirement.operator);
    if let Some(values) = &requirement.values {
        tree.field("values");
        list(tree, values, |tree, value| tree.text(value));
    }
    tree.close_map();
}

fn strings<T: Tree>(tree: &mut T, entries: &BTreeMap<String, String>) {
    if entries.is_empty() {
        return tree.empty_map();
    }
    tree.open_map();
    for (key, text) in entries {
        tree.key(key);
        tree.text(text);
    }
    tree.close_map();
}

fn list<T: Tree, I>(tree: &mut T, items: &[I], tell: impl Fn(&mut T, &I)) {
    if items.is_empty() {
        return tree.empty_list();
    }
    tree.open_list();
    for item in items {
        tree.item();
        tell(tree, item);
    }
    tree.close_list();
}
