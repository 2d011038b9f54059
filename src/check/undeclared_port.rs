//! `undeclared-port`: a number that no container of the pods declares; `service-port` where it is that of
//! a Service.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::check::Judged;
use crate::check::meant::meant;
use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::{Service, ServicePort, Workload};
use crate::model::words::written_port;
use crate::model::{PeerId, PortEntry, PortMatch};
use crate::sets::Protocol;
use crate::source::Span;
use crate::workloads::{Workloads, declared, protocol, target};

/// How many ports a message lists.
const MOST: usize = 8;

/// Warns of each port of an `allow` that none of the pods which it opens declares. Containers that declare
/// no port at all say nothing of those they have; then, and where a promise or an expectation says it, only
/// the number of a Service's port is told.
pub(super) fn check(file: &Judged<'_>) -> Vec<Diagnostic> {
    let Some(workloads) = file.workloads else {
        return Vec::new();
    };
    let mut known: FxHashMap<PeerId, Opened<'_>> = FxHashMap::default();
    // Of a group, or of a section of several namespaces, one that is fine is enough.
    let mut fine: FxHashSet<Span> = FxHashSet::default();
    let mut found: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    for one in file.targets {
        let opened = known.entry(one.peer);
        let opened = opened.or_insert_with(|| Opened::of(workloads, meant(file, one.peer)));
        for (span, port) in &one.ports {
            match doubt(opened, one.is_opened, (*span, port)) {
                Some(doubt) => drop(found.entry(*span).or_insert(doubt)),
                None => drop(fine.insert(*span)),
            }
        }
    }
    found.retain(|span, _| !fine.contains(span));
    found.into_values().collect()
}

/// What a peer opens, as far as ports go.
struct Opened<'w> {
    pods: Vec<&'w Workload>,
    /// The ports that containers of the pods declare.
    ports: BTreeSet<(Protocol, u16)>,
    /// Those of Services that lead to some of the pods.
    of_services: BTreeMap<(Protocol, u16), Vec<(&'w Service, &'w ServicePort)>>,
}

impl<'w> Opened<'w> {
    fn of(workloads: &'w Workloads, pods: Vec<&'w Workload>) -> Self {
        let ports = pods.iter().flat_map(|one| declared(one));
        let ports = ports.map(|port| (protocol(port.protocol), port.number));
        let ports = ports.collect();
        let services = pods.iter().flat_map(|one| workloads.leading_to(one));
        let services = services.map(|one| (one.place, one));
        let services: BTreeMap<Span, &Service> = services.collect();
        let mut of_services: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for service in services.into_values() {
            for port in &service.ports {
                let key = (protocol(port.protocol), port.number);
                of_services.entry(key).or_default().push((service, port));
            }
        }
        Self {
            pods,
            ports,
            of_services,
        }
    }
}

fn doubt(
    opened: &Opened<'_>,
    is_opened: bool,
    (span, port): (Span, &PortEntry),
) -> Option<Diagnostic> {
    let pods = opened.pods.as_slice();
    let PortMatch::Range(low, high) = port.ports else {
        return None;
    };
    let of = port.protocol;
    let mut declared = opened.ports.range((of, low)..=(of, high));
    if pods.is_empty() || declared.next().is_some() {
        return None;
    }
    if low == high
        && let Some(diagnostic) = of_service(opened, span, of, low)
    {
        return Some(diagnostic);
    }
    opened.ports.first().filter(|_| is_opened)?;
    let numbers = opened.ports.iter().filter(|(protocol, _)| *protocol == of);
    let numbers: Vec<u16> = numbers.map(|(_, number)| *number).collect();
    let spelt = |number: u16| written_port(&number.to_string(), port.protocol);
    let written = if low == high {
        spelt(low)
    } else {
        format!("{low}-{}", spelt(high))
    };
    let message = match pods {
        [one] => format!(
            "no container of `{}` declares the port `{written}`",
            one.name
        ),
        _ => format!("none of these pods declares the port `{written}`"),
    };
    let mut diagnostic = Diagnostic::new(&codes::UNDECLARED_PORT, span, message);
    if let [one] = pods {
        diagnostic = diagnostic.also(one.place, "this one");
    }
    let numbers = numbers.iter().take(MOST);
    let numbers: Vec<String> = numbers.map(|one| format!("`{}`", spelt(*one))).collect();
    Some(match numbers.as_slice() {
        [] => diagnostic.help("write a port that they listen on, or declare it in the manifest"),
        numbers => diagnostic.help(format!("declared are {}", numbers.join(", "))),
    })
}

/// The lint of a number that is one of a Service which leads to some of the pods, at another port.
fn of_service(opened: &Opened<'_>, span: Span, of: Protocol, number: u16) -> Option<Diagnostic> {
    let written = SmolStr::new(number.to_string());
    let ports = opened.of_services.get(&(of, number))?.iter();
    let mut leading = ports.filter(|(_, port)| target(&port.target) != written);
    let (service, first) = leading.next()?;
    let targets = leading.map(|(_, port)| target(&port.target));
    let targets: BTreeSet<SmolStr> = targets.chain([target(&first.target)]).collect();
    let targets = targets.iter().map(|target| written_port(target, of));
    let targets: Vec<String> = targets.collect();
    let message = format!(
        "`{}` is a port of the Service `{}`, which leads to `{}` of the pods",
        written_port(&written, of),
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
