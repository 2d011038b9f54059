//! Peers as sets, in the form that objects can say.

use smallvec::SmallVec;

use crate::model::{Namespace, NamespaceId};
use crate::sets::{Addresses, Block, End, NAMESPACE_NAME, Pods, Selector};

/// A part of a peer: its number in [`Model::parts`](crate::model::Model::parts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u32);

/// A peer: its number in [`Model::peers`](crate::model::Model::peers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u32);

/// What one NetworkPolicy peer can say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Everything, pods and addresses.
    #[default]
    Any,
    /// Pods, by labels of theirs and of their namespace. Expressible in both, and not empty.
    Pods(Pods),
    /// Addresses outside the cluster.
    Block(Block),
}

/// One peer of a rule, after groups were replaced by their members: the union of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// At least one, without equal ones.
    pub parts: SmallVec<[PartId; 2]>,
}

/// How a part stands to the namespaces that a file owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// Its namespace part is exactly this owned one: it can be the subject of a policy.
    Owned(NamespaceId),
    /// It surely contains pods of owned namespaces, besides others: `any`, `*/*`.
    Shared,
    /// It lies in an owned namespace, but asks for labels of that namespace that are not known.
    Restricted,
    /// No pod of it is surely in an owned namespace.
    Foreign,
}

impl Part {
    /// How this part stands to the owned `namespaces`, which are sorted.
    pub(super) fn ownership(&self, namespaces: &[Namespace]) -> Ownership {
        let pods = match self {
            Self::Any => return Ownership::Shared,
            Self::Block(_) => return Ownership::Foreign,
            Self::Pods(pods) => pods,
        };
        if let Some(name) = pods.namespace_name() {
            let at = namespaces.binary_search_by(|own| own.key().as_str().cmp(name));
            let owned = at.ok().and_then(|at| u32::try_from(at).ok());
            return owned.map_or(Ownership::Foreign, |id| Ownership::Owned(NamespaceId(id)));
        }
        if namespaces.iter().any(|own| own.is_surely(&pods.namespace)) {
            return Ownership::Shared;
        }
        if namespaces.iter().any(|own| pins(&pods.namespace, own)) {
            return Ownership::Restricted;
        }
        Ownership::Foreign
    }

    /// The endpoints of this part, by kind.
    pub fn ends(&self) -> Vec<End> {
        match self {
            Self::Any => vec![
                End::Pods(Pods::everywhere(Selector::everything())),
                End::Addresses(Addresses::all()),
            ],
            Self::Pods(pods) => vec![End::Pods(pods.clone())],
            Self::Block(block) => vec![End::Addresses(Addresses::from_block(block))],
        }
    }

    /// The pods of this part that are surely in `own`, by their labels: what an end of a policy there
    /// has to cover. What is not known of the labels of a namespace matches nothing here.
    pub fn labels_in(&self, own: &Namespace) -> Option<Selector> {
        match self {
            Self::Any => Some(Selector::everything()),
            Self::Block(_) => None,
            Self::Pods(pods) => own.is_surely(&pods.namespace).then(|| pods.labels.clone()),
        }
    }
}

/// Whether the namespace selector asks for the name of `own` and nothing but it.
fn pins(selector: &Selector, own: &Namespace) -> bool {
    selector.requirements().iter().any(|(key, values)| {
        key == NAMESPACE_NAME && values.is_finite() && values.listed() == [own.key().clone()]
    })
}
