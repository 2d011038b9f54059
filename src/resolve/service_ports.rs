//! `:service`: the ports behind a Service.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes, near_word};
use crate::k8s::inventory::{self, TargetPort, Workload};
use crate::model::{Part, PortEntry, PortList, PortMatch};
use crate::resolve::lookup::{self, Found};
use crate::resolve::members::Member;
use crate::resolve::ports;
use crate::resolve::real::without_selector;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::value;
use crate::syntax::ast::{Name, NamespacePart, PeerKind, PodPart, Port, Target};
use crate::workloads::{Workloads, protocol};

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

    /// The error of a Service that does not lead to the pods which its name means.
    pub(super) fn check_service(
        &mut self,
        target: &Target,
        members: &[Member],
        scope: &Scope,
    ) -> bool {
        let (Some(workloads), Some((namespace, name))) =
            (self.workloads, self.service_name(target, scope))
        else {
            return true;
        };
        let parts = members
            .iter()
            .flat_map(|one| &self.model.peer(one.peer).parts);
        let pods = parts.filter_map(|part| match self.model.part(*part) {
            Part::Pods(pods) => Some(workloads.matching(pods)),
            Part::Any | Part::Block(_) => None,
        });
        let meant: Vec<&Workload> = pods.flatten().collect();
        let mut services = workloads.services_named(namespace, &name.text).iter();
        let elsewhere = services.find(|service| {
            let behind = workloads.behind(service);
            !meant.is_empty() && !meant.iter().any(|one| behind.contains(one))
        });
        let Some(service) = elsewhere else {
            return true;
        };
        let text = value::shown(&name.text);
        let message =
            format!("the Service `{text}` does not lead to the pods that `{text}` means here");
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_SERVICE, name.span, message)
            .also(service.place, "this Service")
            .help("choose the pods by their labels, and write their ports");
        // This is more than the doubt about the name.
        let at = name.span;
        let is_doubt =
            |one: &Diagnostic| *one.code == codes::TWO_MEANINGS && one.primary.span == at;
        self.diagnostics.retain(|one| !is_doubt(one));
        self.diagnostics.push(diagnostic);
        false
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
