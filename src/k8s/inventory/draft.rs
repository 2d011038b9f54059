//! One object that has pods, before it is known what made it.

use smol_str::SmolStr;

use crate::k8s::inventory::controller::Controller;
use crate::k8s::inventory::labels::lenient_labels;
use crate::k8s::inventory::makers::makers;
use crate::k8s::inventory::metadata::{Metadata, metadata};
use crate::k8s::inventory::selector::{narrowed, pins};
use crate::k8s::inventory::template::Template;
use crate::k8s::inventory::{Labels, Workload, WorkloadKind, fields, is_generated};
use crate::k8s::manifest::{Kind, Node, Number, Object, Reader};

/// A workload under its own kind and name, and what it may be a part of.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) workload: Workload,
    /// The name of the object, by which what it made refers to it.
    pub(super) name: SmolStr,
    /// What made it.
    pub(super) made_by: Option<Controller>,
    /// What made its maker, by the names and labels that controllers give, should that not be here.
    pub(super) above: Option<Controller>,
    /// Whether it has no pods to show, and only leads to what made it.
    pub(super) is_link: bool,
}

impl Draft {
    pub(super) fn read(
        reader: &mut Reader,
        object: &Object<'_>,
        kind: WorkloadKind,
    ) -> Option<Self> {
        let before = reader.diagnostics.len();
        let node = object.node;
        if kind == WorkloadKind::Pod && has_finished(reader, node) {
            return None;
        }
        let metadata = metadata(reader, object)?;
        let spec = fields::map(reader, node, "spec");
        let template = template(reader, node, &kind, spec);
        let is_alias = template.is_none();
        let refers = reference(&kind, spec).is_some();
        if is_alias && !refers && !reader.has_errors_since(before) {
            reader.missing(node.first_key(), format!("a {kind} needs a pod template"));
        }
        let pins = spec.and_then(|spec| pins(reader, spec, &kind));
        let template = template.unwrap_or_default();
        let written = written(reader, &metadata, &kind, spec);
        let (made_by, above) = makers(&kind, &metadata, written, &template.labels);
        if reader.has_errors_since(before) {
            return None;
        }
        let is_idle = kind == WorkloadKind::ReplicaSet && spec.is_some_and(asks_for_no_pods);
        let stem = metadata.stem.filter(|_| kind == WorkloadKind::Job);
        let labels = without_generated(template.labels);
        let object_labels = match kind {
            WorkloadKind::Pod => Labels::new(),
            _ => lenient_labels(metadata.node),
        };
        Some(Self {
            workload: Workload {
                kind,
                namespace: metadata.namespace,
                name: stem.unwrap_or_else(|| metadata.name.clone()),
                selector: narrowed(&labels, pins.as_ref()),
                labels,
                object_labels,
                containers: template.containers,
                host_network: template.host_network,
                place: metadata.place,
            },
            name: metadata.name,
            is_link: is_alias || (is_idle && made_by.is_some()),
            made_by,
            above,
        })
    }
}

/// The pod template of an object.
fn template(
    reader: &mut Reader,
    object: &Node,
    kind: &WorkloadKind,
    spec: Option<&Node>,
) -> Option<Template> {
    let node = match (kind, spec) {
        (WorkloadKind::Pod, _) => Some(object),
        (WorkloadKind::CronJob, Some(spec)) => {
            let job = fields::map(reader, spec, "jobTemplate");
            let spec = job.and_then(|job| fields::map(reader, job, "spec"));
            spec.and_then(|spec| fields::map(reader, spec, "template"))
        }
        (_, Some(spec)) => fields::map(reader, spec, "template"),
        (_, None) => None,
    };
    node.map(|node| Template::read(reader, node))
}

/// What a Rollout refers to in place of a template.
fn reference<'n>(kind: &WorkloadKind, spec: Option<&'n Node>) -> Option<&'n Node> {
    let spec = spec.filter(|_| *kind == WorkloadKind::Rollout)?;
    spec.get("workloadRef")
}

/// What an object says made it, if its kind makes no sense alone; or what it refers to.
fn written(
    reader: &mut Reader,
    metadata: &Metadata<'_>,
    kind: &WorkloadKind,
    spec: Option<&Node>,
) -> Option<Controller> {
    match kind {
        WorkloadKind::Rollout => {
            let reference = fields::map(reader, spec?, "workloadRef")?;
            Controller::read(reader, reference)
        }
        WorkloadKind::Pod
        | WorkloadKind::ReplicaSet
        | WorkloadKind::ReplicationController
        | WorkloadKind::Job => Controller::of(reader, metadata.node),
        _ => None,
    }
}

/// Whether a pod has succeeded or failed; then it is no endpoint (S41).
fn has_finished(reader: &mut Reader, pod: &Node) -> bool {
    let status = fields::map(reader, pod, "status");
    let phase = status.and_then(|status| fields::word(reader, status, "phase"));
    phase.is_some_and(|phase| matches!(phase.as_str(), "Succeeded" | "Failed"))
}

/// Whether a ReplicaSet is an old revision, or scaled down.
fn asks_for_no_pods(spec: &Node) -> bool {
    let replicas = spec.get("replicas").map(|node| &node.kind);
    replicas == Some(&Kind::Number(Number::Int(0)))
}

fn without_generated(labels: Labels) -> Labels {
    let labels = labels.into_iter();
    labels.filter(|(key, _)| !is_generated(key)).collect()
}
