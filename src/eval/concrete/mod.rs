//! May this endpoint connect to that one, in this cluster, under these policies?
//!
//! [`Evaluator`] compiles the policies for a [`Cluster`] once; [`Evaluator::allows`] then answers at
//! once, and [`Evaluator::verdict`] says why: what each end imposes, which rules or policies decided,
//! and a [`Caveat`] for everything that Kubernetes leaves open and that would change the answer.
//!
//! It shares no code with the algebra in `sets`, so that each can be held against the other, and it
//! asks of no port but the one of the target pod (S23): a Service is asked for backend by backend.
//!
//! # What the API server does before
//!
//! Objects may be as an author wrote them: the defaults of policy types (S7) and protocols (S21) are
//! filled in here, and absent, null and empty lists are one (S11, S12). A reader that meets a null
//! element of a list hands in the empty struct for it (V5).
//!
//! # Invalid objects
//!
//! Nothing panics, and nothing opens: an element that the API server would refuse matches nothing.
//! That is a selector with an unknown operator or with the wrong number of values (V18, V19), a peer
//! that says nothing or too much (V23, V24), an `ipBlock` whose `cidr` or `except` is none (V29), a
//! port with an unknown protocol, an impossible number or range (V25..V28), an unknown policy type
//! (V22). Finding fault with them is the work of other stages. A CIDR with host bits stands for its
//! network, as it does in clusters that still accept it (V33).

mod address_ranges;
mod caveat;
mod caveats;
mod choices;
mod cluster;
mod compiler;
mod connection;
mod container;
mod directed;
mod end;
mod evaluator;
#[cfg(test)]
mod fixture;
mod group;
mod interner;
mod judge;
mod labels;
mod namespace;
mod node;
mod peers;
mod pod;
mod pod_facts;
mod pod_index;
mod pod_sets;
mod policy;
mod ports;
mod protocol;
mod reading;
mod rule;
mod selector;
mod side;
mod verdict;

pub use caveat::Caveat;
pub use cluster::{Cluster, PodId};
pub use connection::{Connection, Endpoint};
pub use container::{Container, ContainerKind, ContainerPort};
pub use evaluator::Evaluator;
pub use namespace::Namespace;
pub use node::Node;
pub use pod::Pod;
pub use protocol::Protocol;
pub use reading::Reading;
pub use side::{Exemption, RuleRef, Side};
pub use verdict::Verdict;
