//! Ports, held against those of real pods: names that have to exist, and the ports behind a Service.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes, near_word};
use crate::format;
use crate::k8s::inventory::{self, ContainerPort, Service, TargetPort, Workload};
use crate::model::{Part, PortEntry, PortList, PortMatch, words};
use crate::resolve::lookup::{self, Found};
use crate::resolve::members::Member;
use crate::resolve::ports;
use crate::resolve::real::without_selector;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::value;
use crate::sets::Protocol;
use crate::source::Span;
use crate::syntax::ast::{Name, NamespacePart, PeerKind, PodPart, Port, Target};
use crate::workloads::{self, Workloads, declared, protocol};

impl Resolver<'_> {
    /// The ports behind the Service that a target with `:service` names.
    pub(super) fn ports_behind(
        &self,
        target: &Target,
        port: &Port,
        scope: &Scope,
    ) -> Result<PortList, Vec<Diagnostic>> {
        let Some(workloads) = self.workloads else {
            let blind = self
                .program
                .file(self.root)
                .is_some_and(|root| root.incomplete);
            let unknown = (!blind).then(|| ports::service_without_inventory(port));
            return Err(unknown.into_iter().collect());
        };
        let Some((namespace, name)) = self.service_name(target, scope) else {
            let message =
                "`service` means the ports behind one Service, and this is no name of one";
            let diagnostic = Diagnostic::new(&codes::UNKNOWN_SERVICE, port.span, message);
            return Err(vec![
                diagnostic.help("write `NAME:service`, or the ports of the pods"),
            ]);
        };
        let services = workloads.services_named(namespace, &name.text);
        if let Some(other) = self.leading_elsewhere(services, name, namespace, scope) {
            return Err(vec![other]);
        }
        let mut lists = BTreeSet::new();
        for service in services {
            if service.selector.is_none() {
                return Err(vec![without_selector(name, service)]);
            }
            if service.ports.is_empty() {
                let message = format!("the Service `{}` has no ports", value::shown(&name.text));
                let diagnostic = Diagnostic::new(&codes::UNKNOWN_SERVICE, port.span, message)
                    .also(service.place, "this one")
                    .help("write the ports of the pods");
                return Err(vec![diagnostic]);
            }
            lists.insert(PortList::new(service.ports.iter().map(entry).collect()));
        }
        match (lists.pop_first(), lists.pop_first()) {
            (None, _) => Err(vec![unknown_service(workloads, namespace, name)]),
            (Some(list), None) => Ok(list),
            (Some(_), Some(_)) => {
                let message = format!(
                    "the manifests disagree about the ports of the Service `{}`",
                    name.text
                );
                let mut diagnostic = Diagnostic::new(&codes::AMBIGUOUS_NAME, port.span, message)
                    .help("write the ports of the pods");
                for service in services.iter().take(2) {
                    diagnostic = diagnostic.also(service.place, "one of them");
                }
                Err(vec![diagnostic])
            }
        }
    }

    /// The error of a Service that does not lead to the workload of its name, which is what the name means.
    fn leading_elsewhere(
        &self,
        services: &[Service],
        name: &Name,
        namespace: &str,
        scope: &Scope,
    ) -> Option<Diagnostic> {
        let workloads = self.workloads?;
        if lookup::bare(self.program, self.root, scope, &name.text).is_some() {
            return None;
        }
        let named = workloads.named(namespace, &name.text);
        let mut others = services.iter().filter(|service| {
            let behind = service.selector.as_ref().map(|_| workloads.behind(service));
            behind.is_some_and(|behind| !named.iter().all(|one| behind.contains(&one)))
        });
        let service = others.next()?;
        let text = value::shown(&name.text);
        let message = format!(
            "the Service `{text}` does not lead to the workload `{text}`, which the name means"
        );
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_SERVICE, name.span, message);
        Some(
            diagnostic
                .also(service.place, "this Service")
                .help("choose the pods by their labels, and write their ports"),
        )
    }

    /// The Service that a target names, with its namespace.
    fn service_name<'t>(
        &'t self,
        target: &'t Target,
        scope: &'t Scope,
    ) -> Option<(&'t str, &'t Name)> {
        if !target.peer.except.is_empty() {
            return None;
        }
        match &target.peer.peer.kind {
            PeerKind::Name(name) => {
                let found = lookup::bare(self.program, self.root, scope, &name.text);
                let home = match found {
                    Some(Found::Elsewhere(home, _)) => home,
                    _ => &scope.namespace,
                };
                Some((home, name))
            }
            PeerKind::In(NamespacePart::Name(home), PodPart::Name(name)) => {
                Some((&home.text, name))
            }
            _ => None,
        }
    }

    /// Says which ports that are asked for by name the pods of a target do not have: of a workload each pod,
    /// of more at least one.
    pub(super) fn check_port_names(
        &mut self,
        target: &Target,
        members: &[Member],
        list: &PortList,
    ) -> bool {
        let Some(workloads) = self.workloads else {
            return true;
        };
        if list.first_name().is_none() {
            return true;
        }
        let parts = members
            .iter()
            .flat_map(|one| &self.model.peer(one.peer).parts);
        let mut asked: Vec<&Workload> = Vec::new();
        for part in parts {
            if let Part::Pods(pods) = self.model.part(*part) {
                asked.extend(workloads.matching(pods));
            }
        }
        let is_one = match &target.peer.peer.kind {
            PeerKind::Name(_) | PeerKind::In(NamespacePart::Name(_), PodPart::Name(_)) => {
                members.len() == 1
            }
            _ => false,
        };
        let mut wrong = Vec::new();
        for (span, entry) in written(target, list) {
            let PortMatch::Name(name) = &entry.ports else {
                continue;
            };
            let having = asked.iter().filter(|one| has(one, name, entry.protocol));
            let having = having.count();
            let enough = if is_one { asked.len() } else { 1 };
            if having < enough.min(asked.len()) {
                wrong.push(unknown_port_name(workloads, target, span, &entry, &asked));
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
        match ports::entry(port) {
            Ok(entry) => all.push((port.span, entry)),
            Err(_) => all.extend(
                list.entries()
                    .iter()
                    .map(|entry| (port.span, entry.clone())),
            ),
        }
    }
    all
}

/// The port of the pods that a port of a Service leads to.
fn entry(port: &inventory::ServicePort) -> PortEntry {
    PortEntry {
        ports: match &port.target {
            TargetPort::Number(number) => PortMatch::Range(*number, *number),
            TargetPort::Name(name) => PortMatch::Name(name.clone()),
        },
        protocol: protocol(port.protocol),
    }
}

fn unknown_service(workloads: &Workloads, namespace: &str, name: &Name) -> Diagnostic {
    let text = value::shown(&name.text);
    let message = format!("no Service is called `{text}`");
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_SERVICE, name.span, message);
    let real = workloads.named(namespace, &name.text).first();
    let leading = real.and_then(|real| workloads.leading_to(real).next());
    if let Some(service) = leading {
        let service = &service.name;
        return diagnostic.help(format!(
            "the Service `{service}` leads to `{text}`: write `{service}:service`"
        ));
    }
    let services = workloads.services_of(namespace).iter();
    match near_word(&name.text, services.map(|one| one.name.as_str())) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("write the ports of the pods"),
    }
}

/// The error of a port name that pods do not have.
fn unknown_port_name(
    workloads: &Workloads,
    target: &Target,
    span: Span,
    entry: &PortEntry,
    asked: &[&Workload],
) -> Diagnostic {
    let PortMatch::Name(name) = &entry.ports else {
        return Diagnostic::new(&codes::UNKNOWN_PORT_NAME, span, "no such port");
    };
    let who = format::peer_expr(&target.peer);
    let who = value::shown(&who);
    let port = format!("{} port called `{name}`", words::protocol(entry.protocol));
    let mut lacking = asked.iter().filter(|one| !has(one, name, entry.protocol));
    let lacking = lacking.next();
    let some_have = asked.iter().any(|one| has(one, name, entry.protocol));
    let message = if some_have {
        format!("not every pod of `{who}` has a {port}")
    } else {
        format!("no pod of `{who}` has a {port}")
    };
    let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_PORT_NAME, span, message);
    if let Some(one) = lacking {
        let label = if asked.len() == 1 {
            "these pods"
        } else {
            "these pods have none"
        };
        diagnostic = diagnostic.also(one.place, label);
    }
    if some_have {
        return diagnostic.help("write the port's number, or let all of them declare the name");
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
        .find(|port| port.name.as_ref() == Some(name) && protocol(port.protocol) != entry.protocol);
    if let Some(port) = same {
        let right = words::written_port(name, protocol(port.protocol));
        let word = words::protocol(protocol(port.protocol));
        let diagnostic = diagnostic.note(format!("`{name}` is a {word} port"));
        return fix(diagnostic, right);
    }
    let services = asked.iter().flat_map(|one| workloads.leading_to(one));
    let mut leading =
        services.flat_map(|service| service.ports.iter().map(move |port| (service, port)));
    let leading = leading.find(|(_, port)| {
        port.name.as_ref() == Some(name) && protocol(port.protocol) == entry.protocol
    });
    if let Some((service, port)) = leading {
        let right = workloads::target(&port.target);
        if right != *name {
            let right = words::written_port(&right, entry.protocol);
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

/// How many ports a message lists.
const MOST: usize = 8;

fn shown(port: &ContainerPort) -> String {
    let number = words::written_port(&port.number.to_string(), protocol(port.protocol));
    match &port.name {
        Some(name) => format!("`{name}` ({number})"),
        None => format!("`{number}`"),
    }
}
