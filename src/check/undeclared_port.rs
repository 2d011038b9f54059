//! `undeclared-port`: a number that no container of the pods declares; `service-port` where it is that of
//! a Service.

use std::collections::BTreeSet;

use fnv::FnvHashMap;

use crate::check::Judged;
use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::{self, TargetPort, Workload};
use crate::model::{Part, PeerId, PortEntry, PortMatch};
use crate::sets::Protocol;
use crate::source::Span;
use crate::workloads::Workloads;

/// Warns of each port of an `allow` that none of the pods which it opens declares. Containers that declare
/// no port at all say nothing of those they have; then only the number of a Service's port is told.
pub(super) fn check(file: &Judged<'_>) -> Vec<Diagnostic> {
    let Some(workloads) = file.workloads else {
        return Vec::new();
    };
    let mut known: FnvHashMap<PeerId, Vec<&Workload>> = FnvHashMap::default();
    let mut found = Vec::new();
    for target in file.targets {
        let asked = known
            .entry(target.peer)
            .or_insert_with(|| asked(file, workloads, target.peer));
        for (span, port) in &target.ports {
            found.extend(judge(workloads, asked, *span, port));
        }
    }
    // In one of the namespaces of a section it may be fine.
    found
}

/// The workloads that a peer means.
fn asked<'w>(file: &Judged<'_>, workloads: &'w Workloads, peer: PeerId) -> Vec<&'w Workload> {
    let parts = file.model.peer(peer).parts.iter();
    let pods = parts.filter_map(|part| match file.model.part(*part) {
        Part::Pods(pods) => Some(workloads.matching(pods)),
        Part::Any | Part::Block(_) => None,
    });
    pods.flatten().collect()
}

fn judge(
    workloads: &Workloads,
    asked: &[&Workload],
    span: Span,
    port: &PortEntry,
) -> Option<Diagnostic> {
    let PortMatch::Range(low, high) = port.ports else {
        return None;
    };
    let ports = || {
        asked
            .iter()
            .flat_map(|one| &one.containers)
            .flat_map(|one| &one.ports)
    };
    let is_of = |protocol| of(protocol) == port.protocol;
    let is_declared = ports().any(|one| is_of(one.protocol) && (low..=high).contains(&one.number));
    if asked.is_empty() || is_declared {
        return None;
    }
    if low == high
        && let Some(diagnostic) = of_service(workloads, asked, span, port.protocol, low)
    {
        return Some(diagnostic);
    }
    let declared: BTreeSet<u16> = ports()
        .filter(|one| is_of(one.protocol))
        .map(|one| one.number)
        .collect();
    if ports().next().is_none() {
        return None;
    }
    let written = match low == high {
        true => spelt(low, port.protocol),
        false => format!("{}-{}", low, spelt(high, port.protocol)),
    };
    let first = asked.first()?;
    let who = match asked.len() {
        1 => format!("no container of `{}` declares", first.name),
        _ => "none of these pods declares".to_owned(),
    };
    let message = format!("{who} the port `{written}`");
    let diagnostic = Diagnostic::new(&codes::UNDECLARED_PORT, span, message);
    let declared: Vec<String> = declared
        .iter()
        .take(MOST)
        .map(|one| format!("`{}`", spelt(*one, port.protocol)))
        .collect();
    let diagnostic = match asked {
        [one] => diagnostic.also(one.place, "this one"),
        _ => diagnostic,
    };
    Some(match declared.as_slice() {
        [] => diagnostic.help("write a port that they listen on, or declare it in the manifest"),
        declared => diagnostic.help(format!("declared are {}", declared.join(", "))),
    })
}

/// How many ports a message lists.
const MOST: usize = 8;

/// The lint of a number that is one of a Service which leads to some of the pods, at another port.
fn of_service(
    workloads: &Workloads,
    asked: &[&Workload],
    span: Span,
    protocol: Protocol,
    number: u16,
) -> Option<Diagnostic> {
    let services = asked.iter().flat_map(|one| workloads.leading_to(one));
    let ports = services.flat_map(|service| service.ports.iter().map(move |port| (service, port)));
    let leading = ports.filter(|(_, port)| port.number == number && of(port.protocol) == protocol);
    let leading: Vec<_> = leading
        .filter(|(_, port)| port.target != TargetPort::Number(number))
        .collect();
    let (service, _) = leading.first()?;
    let targets: BTreeSet<&TargetPort> = leading.iter().map(|(_, port)| &port.target).collect();
    let targets: Vec<String> = targets
        .into_iter()
        .map(|target| match target {
            TargetPort::Number(number) => spelt(*number, protocol),
            TargetPort::Name(name) => format!("{name}{}", suffix(protocol)),
        })
        .collect();
    let message = format!(
        "`{}` is a port of the Service `{}`, which leads to `{}` of the pods",
        spelt(number, protocol),
        service.name,
        targets.join("` and `"),
    );
    let diagnostic = Diagnostic::new(&codes::SERVICE_PORT, span, message)
        .also(service.place, "this Service")
        .note("a policy sees the port of the pod: where a connection arrives, after the Service");
    Some(match targets.as_slice() {
        [one] => diagnostic.fix(format!("write `{one}`"), span, one.as_str()),
        _ => diagnostic.help("write the port of the pods that are meant"),
    })
}

fn spelt(number: u16, protocol: Protocol) -> String {
    format!("{number}{}", suffix(protocol))
}

fn suffix(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
        Protocol::Sctp => "/sctp",
    }
}

/// A protocol of manifests.
fn of(protocol: inventory::Protocol) -> Protocol {
    match protocol {
        inventory::Protocol::Tcp => Protocol::Tcp,
        inventory::Protocol::Udp => Protocol::Udp,
        inventory::Protocol::Sctp => Protocol::Sctp,
    }
}
