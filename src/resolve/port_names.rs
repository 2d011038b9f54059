//! Names of ports, which the pods of a target have to have (S24).

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes, near_word};
use crate::format;
use crate::k8s::inventory::{ContainerPort, Workload};
use crate::model::{Part, PortEntry, PortList, PortMatch, words};
use crate::resolve::members::Member;
use crate::resolve::ports;
use crate::resolve::resolver::Resolver;
use crate::resolve::value;
use crate::sets::Protocol;
use crate::source::Span;
use crate::syntax::ast::{PortKind, Target};
use crate::workloads::{self, Workloads, declared, protocol};

/// How many ports a message lists.
const MOST: usize = 8;

impl Resolver<'_> {
    /// Says which ports that are asked for by name no pod of a target has; not where some of its pods may be
    /// unknown.
    pub(super) fn check_port_names(
        &mut self,
        target: &Target,
        members: &[Member],
        list: &PortList,
    ) -> bool {
        let Some(workloads) = self.workloads.filter(|_| list.first_name().is_some()) else {
            return true;
        };
        let parts = members
            .iter()
            .flat_map(|one| &self.model.peer(one.peer).parts);
        let mut asked: Vec<&Workload> = Vec::new();
        for part in parts {
            let Part::Pods(pods) = self.model.part(*part) else {
                return true;
            };
            let is_known = match pods.only_namespace() {
                Some(name) => self.owned(name).is_some() || workloads.know(name),
                None => workloads.are_of_cluster(),
            };
            if !is_known {
                return true;
            }
            asked.extend(workloads.matching(pods));
        }
        let mut wrong = Vec::new();
        for (span, entry) in written(target, list) {
            if let PortMatch::Name(name) = &entry.ports
                && !asked.is_empty()
                && !asked.iter().any(|one| has(one, name, entry.protocol))
            {
                wrong.push(unknown(
                    workloads,
                    target,
                    span,
                    (name, entry.protocol),
                    &asked,
                ));
            }
        }
        let sound = wrong.is_empty();
        self.diagnostics.append(&mut wrong);
        sound
    }
}

/// Whether the containers of a workload declare a port of this name and protocol.
fn has(workload: &Workload, name: &str, asked: Protocol) -> bool {
    let mut ports = declared(workload);
    ports.any(|port| port.name.as_deref() == Some(name) && protocol(port.protocol) == asked)
}

/// The ports of a target, each with its place. Those behind a Service all stand where it says `service`.
fn written(target: &Target, list: &PortList) -> Vec<(Span, PortEntry)> {
    let written = target.ports.iter().flat_map(|ports| &ports.entries);
    let mut all = Vec::new();
    for port in written {
        if matches!(port.kind, PortKind::Service) {
            all.extend(
                list.entries()
                    .iter()
                    .map(|entry| (port.span, entry.clone())),
            );
        } else if let Ok(entry) = ports::entry(port) {
            all.push((port.span, entry));
        }
    }
    all
}

/// The error of a port name that no pod has.
fn unknown(
    workloads: &Workloads,
    target: &Target,
    span: Span,
    (name, of): (&SmolStr, Protocol),
    asked: &[&Workload],
) -> Diagnostic {
    let who = format::peer_expr(&target.peer);
    let who = value::shown(&who);
    let message = format!(
        "no pod of `{who}` has a {} port called `{name}`",
        words::protocol(of)
    );
    let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_PORT_NAME, span, message);
    if let Some(one) = asked.first() {
        let label = if asked.len() == 1 {
            "these pods"
        } else {
            "these pods have none"
        };
        diagnostic = diagnostic.also(one.place, label);
    }
    let ports: BTreeSet<&ContainerPort> = asked.iter().flat_map(|one| declared(one)).collect();
    let is_written = target.ports.iter().any(|ports| {
        ports
            .entries
            .iter()
            .any(|port| port.span == span && ports::entry(port).is_ok())
    });
    let fix = |diagnostic: Diagnostic, right: String| {
        if is_written {
            diagnostic.fix(format!("write `{right}`"), span, right)
        } else {
            diagnostic
        }
    };
    let same = ports
        .iter()
        .find(|port| port.name.as_ref() == Some(name) && protocol(port.protocol) != of);
    if let Some(port) = same {
        let right = words::written_port(name, protocol(port.protocol));
        let word = words::protocol(protocol(port.protocol));
        let diagnostic = diagnostic.note(format!("`{name}` is a {word} port"));
        return fix(diagnostic, right);
    }
    let services = asked.iter().flat_map(|one| workloads.leading_to(one));
    let mut leading =
        services.flat_map(|service| service.ports.iter().map(move |port| (service, port)));
    let leading =
        leading.find(|(_, port)| port.name.as_ref() == Some(name) && protocol(port.protocol) == of);
    if let Some((service, port)) = leading {
        let right = workloads::target(&port.target);
        if right != *name {
            let right = words::written_port(&right, of);
            let note = format!(
                "it is the name of a port of the Service `{}`, which leads to `{right}` of the pods",
                service.name
            );
            return fix(diagnostic.note(note), right);
        }
    }
    let names = ports.iter().filter_map(|port| port.name.as_deref());
    if let Some(near) = near_word(name, names) {
        return diagnostic.help(format!("did you mean `{near}`?"));
    }
    let all: BTreeSet<String> = ports.iter().map(|port| shown(port)).collect();
    let all: Vec<String> = all.into_iter().take(MOST).collect();
    match all.as_slice() {
        [] => diagnostic.help("write the port's number"),
        all => diagnostic.help(format!("their ports are {}", all.join(", "))),
    }
}

fn shown(port: &ContainerPort) -> String {
    let number = words::written_port(&port.number.to_string(), protocol(port.protocol));
    match &port.name {
        Some(name) => format!("`{name}` ({number})"),
        None => format!("`{number}`"),
    }
}
