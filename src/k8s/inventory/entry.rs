//! One object of a manifest.

use smol_str::SmolStr;

use crate::k8s::inventory::draft::Draft;
use crate::k8s::inventory::{Namespace, Service, WorkloadKind};
use crate::k8s::manifest::{Found, Object, Reader, is_policy};
use crate::source::Span;

/// What an object is here.
#[derive(Clone)]
pub(super) enum Entry {
    Namespace(Namespace),
    Workload(Box<Draft>),
    Service(Box<Service>),
    Policy(Box<Found>),
    /// Of another kind, which nothing was read of.
    Skipped(SmolStr),
}

impl Entry {
    /// Reads an object; nothing where it is wrong, or a pod that has ended.
    pub(super) fn read(reader: &mut Reader, object: &Object<'_>) -> Option<Self> {
        if is_policy(object) {
            return reader.policy(object).map(Box::new).map(Self::Policy);
        }
        if let Some(kind) = WorkloadKind::of(object.group(), object.kind) {
            let draft = Draft::read(reader, object, kind)?;
            return Some(Self::Workload(Box::new(draft)));
        }
        match (object.group(), object.kind) {
            ("", "Namespace") => Namespace::read(reader, object).map(Self::Namespace),
            ("", "Service") => {
                let service = Service::read(reader, object)?;
                Some(Self::Service(Box::new(service)))
            }
            (_, kind) => Some(Self::Skipped(kind.into())),
        }
    }

    /// The policy that it is.
    pub(super) fn policy(&self) -> Option<&Found> {
        match self {
            Self::Policy(found) => Some(found),
            _ => None,
        }
    }

    /// The namespace that is written, empty where none is; `None` of what is in no namespace.
    pub(super) fn namespace(&self) -> Option<&str> {
        match self {
            Self::Workload(draft) => Some(&draft.workload.namespace),
            Self::Service(service) => Some(&service.namespace),
            Self::Policy(found) => {
                let namespace = found.object.metadata.namespace.as_deref();
                Some(namespace.unwrap_or_default())
            }
            Self::Namespace(_) | Self::Skipped(_) => None,
        }
    }

    /// Whether it is in a namespace, and does not say in which.
    pub(super) fn is_homeless(&self) -> bool {
        self.namespace() == Some("")
    }

    /// Puts it in a namespace.
    pub(super) fn put_in(&mut self, namespace: &str) {
        match self {
            Self::Workload(draft) => draft.workload.namespace = namespace.into(),
            Self::Service(service) => service.namespace = namespace.into(),
            Self::Policy(found) => found.object.metadata.namespace = Some(namespace.to_owned()),
            Self::Namespace(_) | Self::Skipped(_) => {}
        }
    }

    /// Where its name stands.
    pub(super) fn place(&self) -> Option<Span> {
        match self {
            Self::Workload(draft) => Some(draft.workload.place),
            Self::Service(service) => Some(service.place),
            Self::Policy(found) => Some(found.spans.name),
            Self::Namespace(namespace) => namespace.place,
            Self::Skipped(_) => None,
        }
    }
}
