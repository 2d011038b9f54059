//! One object that has pods, before it is known what made it.

use smol_str::SmolStr;

use crate::k8s::inventory::controller::Controller;
use crate::k8s::inventory::metadata::{Metadata, metadata};
use crate::k8s::inventory::pins::pins;
use crate::k8s::inventory::template::Template;
use crate::k8s::inventory::{Labels, Workload, WorkloadKind, fields, is_generated};
use crate::k8s::manifest::{Kind, Node, Number, Object, Reader};

/// A workload under its own kind and name, and what it may be a part of.
pub(super) struct Draft {
    pub(super) workload: Workload,
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
        let reference = match (&kind, spec) {
            (WorkloadKind::Rollout, Some(spec)) => fields::map(reader, spec, "workloadRef"),
            _ => None,
        };
        let template = match (&kind, spec) {
            (WorkloadKind::Pod, _) => Some(node),
            (WorkloadKind::CronJob, Some(spec)) => job_template(reader, spec),
            (_, Some(spec)) => fields::map(reader, spec, "template"),
            (_, None) => None,
        };
        if template.is_none() && reference.is_none() && !reader.has_errors_since(before) {
            reader.missing(node.first_key(), format!("a {kind} needs a pod template"));
        }
        let template = template.map(|node| Template::read(reader, node));
        let template = template.unwrap_or_default();
        let pins = spec.and_then(|spec| pins(reader, spec, &kind));
        let written = match (&kind, reference) {
            (_, Some(reference)) => Controller::read(reader, reference),
            (
                WorkloadKind::Pod
                | WorkloadKind::ReplicaSet
                | WorkloadKind::ReplicationController
                | WorkloadKind::Job,
                None,
            ) => Controller::of(reader, metadata.node),
            _ => None,
        };
        let is_idle = kind == WorkloadKind::ReplicaSet && spec.is_some_and(asks_for_no_pods);
        let (made_by, above) = makers(&kind, &metadata, written, &template.labels);
        let mut name = metadata.name;
        if kind == WorkloadKind::Job {
            name = metadata.stem.unwrap_or(name);
        }
        let labels = without_generated(template.labels);
        if reader.has_errors_since(before) {
            return None;
        }
        Some(Self {
            is_link: reference.is_some() || (is_idle && made_by.is_some()),
            workload: Workload {
                kind,
                namespace: metadata.namespace,
                name,
                selector: selector(&labels, pins.as_ref()),
                labels,
                containers: template.containers,
                host_network: template.host_network,
                place: metadata.place,
            },
            made_by,
            above,
        })
    }
}

/// Whether a pod has succeeded or failed; then it is no endpoint (S41).
fn has_finished(reader: &mut Reader, pod: &Node) -> bool {
    let status = fields::map(reader, pod, "status");
    let phase = status.and_then(|status| fields::word(reader, status, "phase"));
    phase.is_some_and(|phase| matches!(phase.as_str(), "Succeeded" | "Failed"))
}

fn job_template<'n>(reader: &mut Reader, spec: &'n Node) -> Option<&'n Node> {
    let job = fields::map(reader, spec, "jobTemplate")?;
    let spec = fields::map(reader, job, "spec")?;
    fields::map(reader, spec, "template")
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

/// Those of the labels that are pinned, if any; all of them where there are no pins.
fn selector(labels: &Labels, pins: Option<&Labels>) -> Option<Labels> {
    let pinned = |key, value| pins.is_none_or(|pins| pins.get(key) == Some(value));
    let selector: Labels = labels
        .iter()
        .filter(|(key, value)| pinned(*key, *value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!selector.is_empty()).then_some(selector)
}

/// What made an object, and what made that, from what is written and from the names and labels that
/// controllers give to what they make.
fn makers(
    kind: &WorkloadKind,
    metadata: &Metadata<'_>,
    written: Option<Controller>,
    labels: &Labels,
) -> (Option<Controller>, Option<Controller>) {
    let name = metadata.name.as_str();
    let pod = |name| Controller {
        kind: WorkloadKind::Pod,
        name,
    };
    match (kind, written) {
        // A node's own pod is named after its node.
        (WorkloadKind::Pod, Some(node)) if is_node(&node) => {
            let stem = name.strip_suffix(node.name.as_str());
            let stem = stem.and_then(|stem| stem.strip_suffix('-'));
            (Some(pod(SmolStr::new(stem.unwrap_or(name)))), None)
        }
        (WorkloadKind::Pod, Some(maker)) => {
            let above = match maker.kind {
                WorkloadKind::ReplicaSet => before_hash(&maker.name, labels),
                WorkloadKind::Job => before_time(&maker.name),
                _ => None,
            };
            (Some(maker), above)
        }
        (WorkloadKind::Pod, None) => {
            let stem = || metadata.stem.clone().map(pod);
            (before_hash(name, labels).or_else(stem), None)
        }
        (WorkloadKind::ReplicaSet, None) => (before_hash(name, labels), None),
        (_, written) => (written, None),
    }
}

fn is_node(maker: &Controller) -> bool {
    matches!(&maker.kind, WorkloadKind::Other(kind) if kind == "Node")
}

/// The Deployment or Rollout that a name comes from which holds the hash of a pod template.
fn before_hash(name: &str, labels: &Labels) -> Option<Controller> {
    let hashes = [
        ("pod-template-hash", WorkloadKind::Deployment),
        ("rollouts-pod-template-hash", WorkloadKind::Rollout),
    ];
    hashes.into_iter().find_map(|(key, kind)| {
        let (stem, rest) = name.rsplit_once(&format!("-{}", labels.get(key)?))?;
        let is_whole = rest.is_empty() || rest.starts_with('-');
        let name = SmolStr::new(stem);
        (is_whole && !stem.is_empty()).then_some(Controller { kind, name })
    })
}

/// The CronJob that the name of a Job comes from which ends with the minute, or second, of its start.
fn before_time(name: &str) -> Option<Controller> {
    let (stem, time) = name.rsplit_once('-')?;
    let is_time = (8..=10).contains(&time.len()) && time.bytes().all(|byte| byte.is_ascii_digit());
    (is_time && !stem.is_empty()).then(|| Controller {
        kind: WorkloadKind::CronJob,
        name: SmolStr::new(stem),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(of: &[(&str, &str)]) -> Labels {
        let pairs = of.iter();
        let pairs = pairs.map(|(key, value)| (SmolStr::new(key), SmolStr::new(value)));
        pairs.collect()
    }

    #[test]
    fn names_without_hashes() {
        let cut = |name: &str, of: &[(&str, &str)]| {
            let found = before_hash(name, &labels(of))?;
            Some(format!("{} {}", found.kind, found.name))
        };
        let hash = [("pod-template-hash", "6b474476c4")];
        let rollout = [("rollouts-pod-template-hash", "6b474476c4")];
        assert_eq!(cut("web-6b474476c4", &hash).unwrap(), "Deployment web");
        assert_eq!(
            cut("web-6b474476c4-x7k2p", &hash).unwrap(),
            "Deployment web"
        );
        assert_eq!(cut("web-6b474476c4", &rollout).unwrap(), "Rollout web");
        assert_eq!(cut("web-6b474476c4x", &hash), None);
        assert_eq!(cut("-6b474476c4", &hash), None);
        assert_eq!(cut("web", &hash), None);
        assert_eq!(cut("web-6b474476c4", &[]), None);
    }

    #[test]
    fn names_without_times() {
        let cut = |name: &str| before_time(name).map(|found| found.name.to_string());
        assert_eq!(cut("backup-29012345").unwrap(), "backup");
        assert_eq!(cut("backup-1700000000").unwrap(), "backup");
        assert_eq!(cut("backup-2024"), None);
        assert_eq!(cut("backup-2901234x"), None);
        assert_eq!(cut("-29012345"), None);
    }

    #[test]
    fn a_selector_is_what_is_pinned_and_never_empty() {
        let all = labels(&[("app", "web"), ("version", "v1")]);
        assert_eq!(selector(&all, None).unwrap(), all);
        let pins = labels(&[("app", "web"), ("version", "v2"), ("tier", "a")]);
        let pinned = labels(&[("app", "web")]);
        assert_eq!(selector(&all, Some(&pins)).unwrap(), pinned);
        assert_eq!(selector(&all, Some(&Labels::new())), None);
        assert_eq!(selector(&Labels::new(), None), None);
    }
}
