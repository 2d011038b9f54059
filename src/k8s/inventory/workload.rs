//! A workload: what runs pods that are alike.

use smol_str::SmolStr;

use crate::k8s::inventory::homes;
use crate::k8s::inventory::twice::Once;
use crate::k8s::inventory::{Container, Labels, WorkloadKind};
use crate::source::Span;

/// A workload, as far as policies and Services see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// What it is.
    pub kind: WorkloadKind,
    /// Its namespace.
    pub namespace: SmolStr,
    /// Its name, without what controllers put behind those of the pods that they make.
    pub name: SmolStr,
    /// The labels of its pods, without [generated](super::is_generated) ones.
    pub labels: Labels,
    /// The labels of the object itself, which its pods need not have; empty of a pod, and where only what
    /// it made speaks of it.
    pub object_labels: Labels,
    /// Those of the labels by which it is addressed: what its own selector pins of them, else all.
    /// `None` where none is left; it is never empty.
    pub selector: Option<Labels>,
    /// The containers of its pods.
    pub containers: Vec<Container>,
    /// Whether its pods are on the network of their nodes (S40).
    pub host_network: bool,
    /// Where its name stands; of a workload that only its pods speak of, where that of the first one
    /// does.
    pub place: Span,
}

impl Once for Workload {
    type Name<'a> = (&'a str, &'a str, &'a WorkloadKind);
    type Shape<'a> = (&'a Labels, &'a Option<Labels>, &'a [Container], bool);

    fn name(&self) -> Self::Name<'_> {
        (&self.namespace, &self.name, &self.kind)
    }

    fn shape(&self) -> Self::Shape<'_> {
        let Self {
            labels,
            selector,
            containers,
            host_network,
            ..
        } = self;
        (labels, selector, containers, *host_network)
    }

    fn place(&self) -> Option<Span> {
        Some(self.place)
    }

    fn words(&self) -> String {
        let Self {
            kind,
            namespace,
            name,
            ..
        } = self;
        format!("{kind} `{name}`{}", homes::words(namespace))
    }
}
