//! Pods, as a rule names them.

use smol_str::SmolStr;

use crate::k8s::inventory::Labels;

/// The pods of a workload, or those behind a Service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Peer {
    /// Their namespace; empty where none is known.
    pub(super) namespace: SmolStr,
    /// Which of its pods.
    pub(super) pods: PeerPods,
}

/// Which pods of a namespace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PeerPods {
    /// Those of this name, which means only them.
    Name {
        /// The name.
        name: SmolStr,
        /// Their labels.
        labels: Labels,
    },
    /// Those with these labels: their name means others as well.
    Labels(Labels),
}

/// A port of pods.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PeerPort {
    /// Its number or name.
    pub(super) port: NumberOrName,
    /// `udp`, `sctp`; nothing for TCP.
    pub(super) protocol: Option<&'static str>,
}

/// How a port is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NumberOrName {
    /// By its number.
    Number(u16),
    /// By its name, which each pod may give to another number.
    Name(SmolStr),
}
