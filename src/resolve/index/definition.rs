//! What a name stands for.

use smol_str::SmolStr;

use crate::source::Span;

/// A definition: its number in an [`Index`](crate::resolve::Index).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionId(pub(super) u32);

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is.
    pub kind: DefinitionKind,
    /// Its name.
    pub name: SmolStr,
    /// The namespaces of workloads and Services, and of what nothing declares. None for what is in whichever
    /// namespace it is used.
    pub namespaces: Vec<SmolStr>,
    /// Where its name stands: in the text of what is declared there, in the manifests of what is real. A
    /// namespace may have several places, or none; what nobody declares has none.
    pub places: Vec<Span>,
}

/// The kinds of things that names stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefinitionKind {
    /// A namespace, declared or not.
    Namespace,
    /// A workload that a text declares.
    Workload,
    /// A group.
    Group,
    /// A network.
    Network,
    /// A service that a text declares.
    Service,
    /// A workload of the manifests.
    RealWorkload,
    /// A Service of the manifests.
    RealService,
    /// What nothing declares: the pods that have the name as the value of a label, or a mistake.
    Undeclared,
}

impl DefinitionKind {
    /// Whether only a text can declare it.
    pub fn is_declared(self) -> bool {
        matches!(
            self,
            Self::Workload | Self::Group | Self::Network | Self::Service
        )
    }
}
