//! What manifests know a name as: a workload, or the pods behind a Service.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::{Labels, Service, ServiceKind, Workload, WorkloadKind, is_generated};
use crate::model::Namespace;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::value;
use crate::sets::{Pods, Selector};
use crate::syntax::ast::Name;
use crate::workloads::{Workloads, selector};

/// Labels that controllers make up, and by which Services still choose one pod of several for good.
const OF_ONE_POD: [&str; 2] = [
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
];

/// What a name was found to be.
pub(super) struct Real {
    /// Its pods, or what is wrong with asking for them by this name.
    pub(super) pods: Result<Selector, Box<Diagnostic>>,
    /// What is doubtful about the name.
    pub(super) doubt: Option<Box<Diagnostic>>,
}

impl Resolver<'_> {
    /// The pods that the manifests know by a name in a namespace: those of the workload of this name, else
    /// those behind the Service of this name.
    pub(super) fn real(&self, namespace: &str, name: &Name) -> Option<Real> {
        let workloads = self.workloads?;
        let named = workloads.named(namespace, &name.text);
        let services = workloads.services_named(namespace, &name.text);
        if let [first, ..] = named {
            let pods = of_workloads(workloads, name, named);
            let doubt = pods.as_ref().ok().and_then(|pods| {
                elsewhere(workloads, name, named, services)
                    .or_else(|| shared(workloads, name, first, pods))
            });
            return Some(Real {
                pods,
                doubt: doubt.map(Box::new),
            });
        }
        (!services.is_empty()).then(|| Real {
            pods: of_services(name, services),
            doubt: None,
        })
    }

    /// Notes that the text calls some pods by the name that manifests give them.
    pub(super) fn call(&mut self, name: &Name, scope: &Scope, pods: &Selector) {
        if let Some(own) = self.owned(&scope.namespace) {
            self.model.names.add_real(own, &name.text, pods);
        }
    }
}

/// A namespace with what manifests say of its labels.
pub fn with_labels(own: Namespace, workloads: &Workloads) -> Namespace {
    let labels = workloads.labels_of_namespace(own.key());
    own.labelled(labels.into_iter().cloned().collect())
}

fn of_workloads(
    workloads: &Workloads,
    name: &Name,
    named: &[Workload],
) -> Result<Selector, Box<Diagnostic>> {
    let selectors: BTreeSet<Option<&Labels>> =
        named.iter().map(|one| one.selector.as_ref()).collect();
    let mut selectors = selectors.into_iter();
    let text = &name.text;
    match (selectors.next(), selectors.next()) {
        (Some(Some(labels)), None) => Ok(selector(labels)),
        (Some(None), _) => {
            let without = named.iter().find(|one| one.selector.is_none());
            let message = format!("the pods of `{text}` have no label that stays");
            let diagnostic = Diagnostic::new(&codes::NO_STABLE_LABEL, name.span, message)
                .note("a policy chooses pods by their labels, and labels that controllers make up change")
                .help("give the pod template a label, and its selector too");
            Err(Box::new(match without {
                Some(one) => diagnostic.also(one.place, "this one"),
                None => diagnostic,
            }))
        }
        _ => {
            if let Some(labels) = shared_labels(workloads, named) {
                return Ok(selector(&labels));
            }
            let first = named.first();
            let other = named
                .iter()
                .find(|one| first.is_some_and(|first| one.selector != first.selector));
            let kinds: Vec<String> = named.iter().map(|one| one.kind.to_string()).collect();
            let message = match kinds.as_slice() {
                [one, rest @ ..] if rest.iter().any(|other| other != one) => {
                    let kinds = kinds.join(" and a ");
                    format!("`{text}` is a {kinds}, and their pods have different labels")
                }
                _ => format!("the manifests disagree about the labels of `{text}`"),
            };
            let mut diagnostic = Diagnostic::new(&codes::AMBIGUOUS_NAME, name.span, message)
                .help("choose the pods by their labels: `[KEY=VALUE]`");
            for one in first.into_iter().chain(other) {
                diagnostic = diagnostic.also(one.place, "one of them");
            }
            Err(Box::new(diagnostic))
        }
    }
}

/// The labels that a workload is addressed by in each of the shapes that the manifests show of it: while it is
/// rolled out its pods differ. Not where they catch more than the shapes by themselves do.
fn shared_labels(workloads: &Workloads, shapes: &[Workload]) -> Option<Labels> {
    let [first, others @ ..] = shapes else {
        return None;
    };
    if others.iter().any(|one| one.kind != first.kind) {
        return None;
    }
    let mut shared = first.selector.clone()?;
    for one in others {
        let labels = one.selector.as_ref()?;
        shared.retain(|key, value| labels.get(key) == Some(value));
    }
    if shared.is_empty() {
        return None;
    }
    let caught = |labels: &Labels| {
        let pods = Pods::in_namespace(first.namespace.clone(), selector(labels));
        workloads.matching(&pods)
    };
    let apart = shapes.iter().filter_map(|one| one.selector.as_ref());
    let apart: Vec<&Workload> = apart.flat_map(caught).collect();
    let all = caught(&shared);
    let mut all = all.iter();
    all.all(|one| apart.contains(one)).then_some(shared)
}

fn of_services(name: &Name, services: &[Service]) -> Result<Selector, Box<Diagnostic>> {
    let text = &name.text;
    let mut selectors = BTreeSet::new();
    for service in services {
        let Some(labels) = &service.selector else {
            return Err(Box::new(without_selector(name, service)));
        };
        selectors.insert(labels);
    }
    let Some(labels) = selectors.first().filter(|_| selectors.len() == 1) else {
        let message = format!("the manifests disagree about the pods behind the Service `{text}`");
        let mut diagnostic = Diagnostic::new(&codes::AMBIGUOUS_NAME, name.span, message)
            .help("choose the pods by their labels: `[KEY=VALUE]`");
        for one in services.iter().take(2) {
            diagnostic = diagnostic.also(one.place, "one of them");
        }
        return Err(Box::new(diagnostic));
    };
    let lasting = |key: &str| !is_generated(key) || OF_ONE_POD.contains(&key);
    let labels = labels.iter().filter(|(key, _)| lasting(key));
    let labels: Labels = labels
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if labels.is_empty() {
        let message = format!("the Service `{text}` chooses its pods by no label that stays");
        let mut diagnostic = Diagnostic::new(&codes::NO_STABLE_LABEL, name.span, message)
            .help("choose the pods by their labels: `[KEY=VALUE]`");
        for one in services.iter().take(1) {
            diagnostic = diagnostic.also(one.place, "this one");
        }
        return Err(Box::new(diagnostic));
    }
    Ok(selector(&labels))
}

/// The error of a Service that leads to no pods which the manifests tell of.
pub(super) fn without_selector(name: &Name, service: &Service) -> Diagnostic {
    let text = value::shown(&service.name);
    let (message, help) = match service.kind {
        ServiceKind::ExternalName => (
            format!("the Service `{text}` is another name for a host, with no pods behind it"),
            "a policy knows hosts by their addresses: declare a `network`",
        ),
        _ => (
            format!("the Service `{text}` has no selector, so nobody knows the pods behind it"),
            "name the pods, or the addresses, that it leads to",
        ),
    };
    Diagnostic::new(&codes::SERVICE_WITHOUT_SELECTOR, name.span, message)
        .also(service.place, "this one")
        .help(help)
}

/// The doubt whether the workload is meant, or a Service of its name that leads to other pods.
fn elsewhere(
    workloads: &Workloads,
    name: &Name,
    named: &[Workload],
    services: &[Service],
) -> Option<Diagnostic> {
    let with_selector = services.iter().filter(|service| service.selector.is_some());
    let mut others = with_selector.filter_map(|service| {
        let behind = workloads.behind(service);
        let leads = named.iter().any(|one| behind.contains(&one));
        (!leads).then_some((service, behind))
    });
    let (service, behind) = others.next()?;
    let text = &name.text;
    let leads = match behind.first() {
        Some(other) => format!("leads to `{}`", other.name),
        None => "leads to none of its pods".to_owned(),
    };
    let message = format!("`{text}` is the workload here, and the Service of this name {leads}");
    let diagnostic = Diagnostic::new(&codes::TWO_MEANINGS, name.span, message);
    Some(
        diagnostic
            .also(service.place, "the Service")
            .help("if the Service's pods are meant, choose them by their labels"),
    )
}

/// The doubt whether another workload is meant too: it has all labels by which this one is addressed.
fn shared(
    workloads: &Workloads,
    name: &Name,
    first: &Workload,
    pods: &Selector,
) -> Option<Diagnostic> {
    let all = Pods::in_namespace(first.namespace.clone(), pods.clone());
    let all = workloads.matching(&all);
    let lasts = |one: &Workload| !matches!(one.kind, WorkloadKind::Pod | WorkloadKind::Job);
    // Hooks and tests of a chart have its labels, and come and go.
    let mut others = all
        .iter()
        .filter(|one| one.name != first.name && (lasts(one) || !lasts(first)));
    let other = others.next()?;
    let more = others.count();
    let text = &name.text;
    let also = &other.name;
    let message = match more {
        0 => format!("the labels of `{text}` select `{also}` as well"),
        _ => format!("the labels of `{text}` select `{also}` as well, and {more} more"),
    };
    let diagnostic = Diagnostic::new(&codes::SHARED_LABELS, name.span, message);
    Some(
        diagnostic
            .also(other.place, "this one too")
            .note("a policy knows pods by their labels, not by their workload")
            .help("give it a label of its own, or choose the pods by more labels"),
    )
}
