//! The endpoints of a part of a peer, as sets.

use crate::model::Part;
use crate::sets::{Addresses, Block, End, NAMESPACE_NAME, Pods, Selector};

/// The pods and the addresses of a part.
#[derive(Clone, Debug)]
pub(in crate::check) struct Points {
    /// The pods, where there are any.
    pub(in crate::check) pods: Option<Pods>,
    /// The addresses, where there are any.
    pub(in crate::check) addresses: Option<Addresses>,
    /// The block that the addresses are, where they are one.
    pub(in crate::check) block: Option<Block>,
}

impl Points {
    /// No endpoints.
    pub(in crate::check) const NONE: Self = Self {
        pods: None,
        addresses: None,
        block: None,
    };

    /// The endpoints of a part.
    pub(in crate::check) fn of(part: &Part) -> Self {
        match part {
            Part::Any => Self {
                pods: Some(Pods::everywhere(Selector::everything())),
                addresses: Some(Addresses::all()),
                block: None,
            },
            Part::Pods(pods) => Self {
                pods: Some(pods.clone()),
                addresses: None,
                block: None,
            },
            Part::Block(block) => Self {
                pods: None,
                addresses: Some(Addresses::from_block(block)),
                block: Some(block.clone()),
            },
        }
    }

    /// Whether these are all endpoints that there can be.
    pub(in crate::check) fn is_any(&self) -> bool {
        self.pods.is_some() && self.addresses.is_some()
    }

    /// The same endpoints, if all namespaces had whatever labels are asked for besides their name.
    pub(in crate::check) fn with_any_namespace_labels(&self) -> Self {
        let mut points = self.clone();
        if let Some(pods) = &mut points.pods {
            let requirements = pods.namespace.requirements().iter();
            let names = requirements.filter(|(key, _)| key == NAMESPACE_NAME);
            pods.namespace = names.fold(Selector::everything(), |kept, (key, values)| {
                kept.with(key.clone(), values.clone())
            });
        }
        points
    }

    /// Whether an endpoint is in both.
    pub(in crate::check) fn meets(&self, other: &Self) -> bool {
        let pods = self.pods.as_ref().zip(other.pods.as_ref());
        let addresses = self.addresses.as_ref().zip(other.addresses.as_ref());
        pods.is_some_and(|(one, other)| one.meets(other))
            || addresses.is_some_and(|(one, other)| one.meets(other))
    }

    /// Whether all of these endpoints are among the others.
    pub(in crate::check) fn is_subset(&self, other: &Self) -> bool {
        let pods = self.pods.as_ref().is_none_or(|pods| {
            let others = other.pods.as_ref();
            others.is_some_and(|others| pods.is_subset(others))
        });
        pods && self.addresses.as_ref().is_none_or(|addresses| {
            let others = other.addresses.as_ref();
            others.is_some_and(|others| addresses.is_subset(others))
        })
    }

    /// The endpoints as ends of flows, by kind.
    pub(in crate::check) fn ends(&self) -> impl Iterator<Item = End> + '_ {
        let pods = self.pods.clone().map(End::Pods);
        pods.into_iter()
            .chain(self.addresses.clone().map(End::Addresses))
    }
}
