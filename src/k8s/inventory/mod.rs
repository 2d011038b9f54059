//! Reading an inventory: the namespaces, workloads and Services that manifests declare.
//!
//! A [`Reading`] is what one text of YAML or JSON holds, read object by object; an [`Inventory`] is made
//! of several, with the places where everything stands. Of each object it looks at the
//! fields that say which pods there are, what labels and ports they have, and how Services reach
//! them; what else is in it is not looked at. Nothing here reads files.

mod assembly;
mod container;
mod controller;
mod draft;
mod entry;
mod fields;
mod generated;
mod homes;
mod labels;
mod makers;
mod metadata;
mod namespace;
mod owners;
mod port;
mod reading;
mod selector;
mod service;
mod template;
mod twice;
mod workload;
mod workload_kind;

pub use container::{Container, ContainerKind};
pub use generated::is_generated;
pub use labels::Labels;
pub use namespace::Namespace;
pub use port::{ContainerPort, Protocol, ServicePort, TargetPort};
pub use reading::Reading;
pub use service::{Service, ServiceKind};
pub use workload::Workload;
pub use workload_kind::WorkloadKind;

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::k8s::manifest::Found;

/// What manifests declare, sorted by namespace and name, then by place.
///
/// Of one name there are several where the manifests disagree: each is possible.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// The namespaces: those that are declared, and those that objects are in.
    pub namespaces: Vec<Namespace>,
    /// What runs pods. A pod, and all else that something here made, is no workload of its own.
    pub workloads: Vec<Workload>,
    /// The Services.
    pub services: Vec<Service>,
    /// The NetworkPolicies that the API server would take, each with its namespace.
    pub policies: Vec<Found>,
    /// How many objects there are of each other kind.
    pub skipped: BTreeMap<SmolStr, usize>,
}
