//! Kinds of workloads.

use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

/// What runs pods.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkloadKind {
    /// A Deployment.
    Deployment,
    /// A StatefulSet.
    StatefulSet,
    /// A DaemonSet.
    DaemonSet,
    /// A ReplicaSet.
    ReplicaSet,
    /// A ReplicationController.
    ReplicationController,
    /// A Job.
    Job,
    /// A CronJob.
    CronJob,
    /// A pod by itself.
    Pod,
    /// A Rollout, as Argo has it.
    Rollout,
    /// The owner of pods that is of a kind which is not read.
    Other(SmolStr),
}

impl WorkloadKind {
    /// The kind of this name in an API group, of any version, if its pods can be read from it.
    pub(in crate::k8s) fn of(group: &str, kind: &str) -> Option<Self> {
        let kind = match (group, kind) {
            ("apps" | "extensions", "Deployment") => Self::Deployment,
            ("apps" | "extensions", "DaemonSet") => Self::DaemonSet,
            ("apps" | "extensions", "ReplicaSet") => Self::ReplicaSet,
            ("apps", "StatefulSet") => Self::StatefulSet,
            ("batch", "Job") => Self::Job,
            ("batch", "CronJob") => Self::CronJob,
            ("", "Pod") => Self::Pod,
            ("", "ReplicationController") => Self::ReplicationController,
            ("argoproj.io", "Rollout") => Self::Rollout,
            _ => return None,
        };
        Some(kind)
    }
}

impl Display for WorkloadKind {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::ReplicaSet => "ReplicaSet",
            Self::ReplicationController => "ReplicationController",
            Self::Job => "Job",
            Self::CronJob => "CronJob",
            Self::Pod => "Pod",
            Self::Rollout => "Rollout",
            Self::Other(kind) => kind,
        })
    }
}
