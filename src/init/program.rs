//! The text of a first program.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::init::connections::{Evidence, Found, Sections, Source, connections};
use crate::init::directory::Directory;
use crate::init::peer::{Peer, PeerPods, PeerPort};
use crate::init::spot::Spot;
use crate::init::{Known, lines, statement};
use crate::k8s::inventory::Labels;
use crate::k8s::references::References;
use crate::source::Sources;
use crate::workloads::Workloads;

const HEADER: &str = "A first draft, which `netpolc init` read out of manifests: each rule says where it \
    was seen. Confirm it, and add what no manifest tells.";

const NOTHING: &str = "No connection between workloads is visible in these manifests: no variable, \
    argument or ConfigMap gives one away. Add them by hand.";

const OF_CLUSTER: &str =
    "is left out: it is the cluster's own, and what is isolated there may stop DNS.";

const NAMELESS: &str = "Objects that name no namespace are in";

/// Namespaces that an application does not isolate.
const CLUSTER: [&str; 3] = ["kube-node-lease", "kube-public", "kube-system"];

const DNS: &str = "allow * -> dns\n";

/// What `dns` is where that name means something else.
const DNS_IN_FULL: &str = "allow * -> kube-system/[k8s-app=kube-dns]:(53/udp, 53/tcp)\n";

/// A first program for real workloads: all are isolated, and what manifests give away is allowed. Objects
/// that name no namespace are in `home`, if one was asked for.
pub fn program(
    sources: &Sources,
    workloads: &Workloads,
    references: &References,
    known: &Known,
    home: Option<&str>,
) -> String {
    let directory = Directory::new(workloads, known);
    let all = directory.namespaces();
    let of_cluster = |namespace: &&str| CLUSTER.contains(namespace);
    let mut owned: BTreeSet<&str> = all.iter().copied().filter(|one| !of_cluster(one)).collect();
    if owned.is_empty() {
        owned.clone_from(&all);
    }
    let evidence = Evidence {
        sources,
        inventory: workloads.inventory(),
        references,
        directory: &directory,
    };
    let sections = connections(&evidence, &owned);
    let declared = declared(&sections, &owned, known);
    let mut out = lines::comment(HEADER);
    if let Known::Manifests(paths) = known {
        out.push('\n');
        out.extend(paths.iter().map(|path| statement::manifests(path) + "\n"));
        if let Some(home) = home.filter(|_| owned.len() > 1) {
            let words = format!("{NAMELESS} `{home}`: say `--namespace {home}` to `build`, too.");
            out.push_str(&lines::comment(&words));
        }
    }
    for left_out in all.difference(&owned) {
        out.push('\n');
        out.push_str(&lines::comment(&format!("{left_out} {OF_CLUSTER}")));
    }
    for namespace in owned {
        let none = BTreeMap::new();
        let names = declared.get(namespace).unwrap_or(&none);
        out.push_str(&head(namespace, names));
        let means_another = match known {
            Known::Manifests(_) => directory.has(namespace, "dns"),
            Known::Names => names.contains_key("dns"),
        };
        out.push_str(if means_another { DNS_IN_FULL } else { DNS });
        for (source, found) in sections.get(namespace).into_iter().flatten() {
            out.push('\n');
            out.push_str(&self::found(source, found, namespace));
        }
    }
    if !sections.values().any(has_pods) {
        out.push('\n');
        out.push_str(&lines::comment(NOTHING));
    }
    out
}

/// How a section begins: its namespace, the names in it, and that all pods are isolated.
fn head(namespace: &str, names: &BTreeMap<SmolStr, Labels>) -> String {
    let mut out = String::from("\n");
    if !namespace.is_empty() {
        out.push_str(&statement::namespace(namespace));
        out.push_str("\n\n");
    }
    for (name, labels) in names {
        out.push_str(&statement::workload(name, labels));
    }
    if !names.is_empty() {
        out.push('\n');
    }
    out.push_str("default deny\n");
    out
}

/// Whether pods are known to connect to others.
fn has_pods(section: &BTreeMap<Source, Found>) -> bool {
    let mut pods = section
        .iter()
        .filter(|(source, _)| matches!(source, Source::Pods(_)));
    pods.any(|(_, found)| !found.targets.is_empty())
}

/// All that is said of one source.
fn found(source: &Source, found: &Found, namespace: &str) -> String {
    let mut out = String::new();
    for (target, ports) in &found.targets {
        // Ports that were seen in the same places stand in one rule.
        let mut by_spots: BTreeMap<&BTreeSet<Spot>, BTreeSet<&PeerPort>> = BTreeMap::new();
        for (port, spots) in ports {
            by_spots.entry(spots).or_default().insert(port);
        }
        let mut rules: Vec<_> = by_spots.into_iter().collect();
        rules.sort_by(|(_, one), (_, other)| one.cmp(other));
        for (spots, ports) in rules {
            if let Some(rule) = statement::allow(source, target, &ports, namespace) {
                out.push_str(&lines::seen(spots));
                out.push_str(&rule);
            }
        }
    }
    for (words, spots) in &found.remarks {
        out.push_str(&lines::remark(words, spots));
    }
    out
}

/// The names that have to be declared, by namespace: those of rules, where no manifests are named.
fn declared(
    sections: &Sections,
    owned: &BTreeSet<&str>,
    known: &Known,
) -> BTreeMap<SmolStr, BTreeMap<SmolStr, Labels>> {
    let mut declared: BTreeMap<SmolStr, BTreeMap<SmolStr, Labels>> = BTreeMap::new();
    if *known != Known::Names {
        return declared;
    }
    for (source, found) in sections.values().flatten() {
        let source = match source {
            Source::Pods(peer) => Some(peer),
            Source::Any | Source::Unnamed(_) => None,
        };
        for Peer { namespace, pods } in found.targets.keys().chain(source) {
            if let PeerPods::Name { name, labels } = pods
                && owned.contains(namespace.as_str())
            {
                let names = declared.entry(namespace.clone()).or_default();
                names.insert(name.clone(), labels.clone());
            }
        }
    }
    declared
}
