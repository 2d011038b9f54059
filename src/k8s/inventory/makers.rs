//! What made an object, and what made that, as far as it can be told without those.

use smol_str::SmolStr;

use crate::k8s::inventory::controller::Controller;
use crate::k8s::inventory::metadata::Metadata;
use crate::k8s::inventory::{Labels, WorkloadKind};

/// What made an object, and what made that: from what is written, and from the names and labels that
/// controllers give to what they make.
pub(super) fn makers(
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

    fn labels<const N: usize>(of: [(&str, &str); N]) -> Labels {
        Labels::from(of.map(|(key, value)| (key.into(), value.into())))
    }

    #[test]
    fn names_without_hashes() {
        let cut = |name: &str, of: &Labels| {
            let found = before_hash(name, of)?;
            Some(format!("{} {}", found.kind, found.name))
        };
        let hash = labels([("pod-template-hash", "6b474476c4")]);
        let rollout = labels([("rollouts-pod-template-hash", "6b474476c4")]);
        assert_eq!(cut("web-6b474476c4", &hash).unwrap(), "Deployment web");
        assert_eq!(
            cut("web-6b474476c4-x7k2p", &hash).unwrap(),
            "Deployment web"
        );
        assert_eq!(cut("web-6b474476c4", &rollout).unwrap(), "Rollout web");
        assert_eq!(cut("web-6b474476c4x", &hash), None);
        assert_eq!(cut("-6b474476c4", &hash), None);
        assert_eq!(cut("web", &hash), None);
        assert_eq!(cut("web-6b474476c4", &Labels::new()), None);
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
}
