//! A Service.

use smol_str::SmolStr;

use crate::k8s::inventory::homes;
use crate::k8s::inventory::labels::labels;
use crate::k8s::inventory::metadata::metadata;
use crate::k8s::inventory::twice::Once;
use crate::k8s::inventory::{Labels, ServicePort, fields};
use crate::k8s::manifest::{Node, Object, Reader};
use crate::source::Span;

/// A Service, and how it leads to pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its namespace.
    pub namespace: SmolStr,
    /// Its name.
    pub name: SmolStr,
    /// Where it can be reached.
    pub kind: ServiceKind,
    /// Whether it has no address of its own: clients connect to the pods themselves.
    pub is_headless: bool,
    /// The labels of the pods behind it; of one without a selector nobody knows what is behind it.
    pub selector: Option<Labels>,
    /// Its ports, in their order.
    pub ports: Vec<ServicePort>,
    /// Where its name stands.
    pub place: Span,
}

/// The `type` of a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKind {
    /// Reached from within the cluster. Where none is written.
    ClusterIp,
    /// Reached at a port of every node, too.
    NodePort,
    /// Reached through a load balancer, too.
    LoadBalancer,
    /// Another name for a host; pods are not behind it.
    ExternalName,
}

impl ServiceKind {
    /// How Kubernetes spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ClusterIp => "ClusterIP",
            Self::NodePort => "NodePort",
            Self::LoadBalancer => "LoadBalancer",
            Self::ExternalName => "ExternalName",
        }
    }

    /// The one that a Service's `spec` names; nothing, with a reason, where it names no such.
    fn read(reader: &mut Reader, spec: &Node) -> Option<Self> {
        const ALL: [ServiceKind; 4] = [
            ServiceKind::ClusterIp,
            ServiceKind::NodePort,
            ServiceKind::LoadBalancer,
            ServiceKind::ExternalName,
        ];
        let Some(word) = fields::word(reader, spec, "type") else {
            return Some(Self::ClusterIp);
        };
        let kind = ALL.into_iter().find(|kind| kind.word() == word);
        if kind.is_none() {
            let words = ALL.map(Self::word);
            reader.no_such(spec.get("type")?, &word, "type of a Service", &words);
        }
        kind
    }
}

impl Service {
    pub(super) fn read(reader: &mut Reader, object: &Object<'_>) -> Option<Self> {
        let before = reader.diagnostics.len();
        let metadata = metadata(reader, object)?;
        let mut service = Self {
            namespace: metadata.namespace,
            name: metadata.name,
            kind: ServiceKind::ClusterIp,
            is_headless: false,
            selector: None,
            ports: Vec::new(),
            place: metadata.place,
        };
        if let Some(spec) = fields::map(reader, object.node, "spec") {
            service.kind = ServiceKind::read(reader, spec)?;
            let address = fields::word(reader, spec, "clusterIP");
            service.is_headless = address.is_some_and(|address| address == "None");
            let selector = labels(reader, spec, "selector");
            service.selector = (!selector.is_empty()).then_some(selector);
            let ports = fields::maps(reader, spec, "ports").into_iter();
            service.ports = ports
                .filter_map(|node| ServicePort::read(reader, node))
                .collect();
        }
        (!reader.has_errors_since(before)).then_some(service)
    }
}

impl Once for Service {
    type Name<'a> = (&'a str, &'a str);
    type Shape<'a> = (ServiceKind, bool, &'a Option<Labels>, &'a [ServicePort]);

    fn name(&self) -> Self::Name<'_> {
        (&self.namespace, &self.name)
    }

    fn shape(&self) -> Self::Shape<'_> {
        (self.kind, self.is_headless, &self.selector, &self.ports)
    }

    fn place(&self) -> Option<Span> {
        Some(self.place)
    }

    fn words(&self) -> String {
        format!("Service `{}`{}", self.name, homes::words(&self.namespace))
    }
}
