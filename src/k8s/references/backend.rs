//! What an Ingress leads to.

use smol_str::SmolStr;

use crate::k8s::manifest::{Kind, Node, Object};
use crate::k8s::references::fields;
use crate::source::Span;

/// A Service that an Ingress leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend {
    /// The namespace of both; empty where none is known.
    pub namespace: SmolStr,
    /// The Ingress.
    pub ingress: SmolStr,
    /// The name of the Service.
    pub service: SmolStr,
    /// Which of its ports.
    pub port: BackendPort,
    /// Where the Service's name stands.
    pub place: Span,
}

/// A port of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackendPort {
    /// The one with this number.
    Number(u16),
    /// The one of this name.
    Name(SmolStr),
}

impl Backend {
    /// The backends of an Ingress: the default one, and those of its paths.
    pub(super) fn read(object: &Object<'_>) -> Vec<Self> {
        let metadata = object.node.get("metadata");
        let word = |name| metadata.and_then(|metadata| fields::word(metadata, name));
        let (Some(ingress), Some(spec)) = (word("name"), object.node.get("spec")) else {
            return Vec::new();
        };
        let namespace = word("namespace").unwrap_or_default();
        let rules = fields::list(spec, "rules").iter();
        let http = rules.filter_map(|rule| rule.get("http"));
        let paths = http.flat_map(|http| fields::list(http, "paths"));
        let backends = paths.filter_map(|path| path.get("backend"));
        let all = spec.get("defaultBackend").into_iter().chain(backends);
        let services = all.filter_map(|backend| backend.get("service"));
        let read = services.filter_map(|service| {
            Some(Self {
                namespace: namespace.clone(),
                ingress: ingress.clone(),
                service: fields::word(service, "name")?,
                port: BackendPort::read(service.get("port")?)?,
                place: service.get("name")?.span,
            })
        });
        read.collect()
    }
}

impl BackendPort {
    fn read(node: &Node) -> Option<Self> {
        if let Some(name) = fields::word(node, "name") {
            return Some(Self::Name(name));
        }
        match node.get("number")?.kind {
            Kind::Number(number) => {
                let number = u16::try_from(number.integer()?).ok()?;
                Some(Self::Number(number))
            }
            _ => None,
        }
    }
}
