//! The dimensions of a flow, one at a time.

use std::hash::{DefaultHasher, Hash, Hasher};

use smol_str::SmolStr;

use crate::sets::addresses::Addresses;
use crate::sets::end::End;
use crate::sets::flow::Flow;
use crate::sets::pods::Pods;
use crate::sets::ports::Ports;
use crate::sets::selector::Selector;
use crate::sets::values::Values;

/// One dimension of a flow. Products that differ in no other are one product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axis {
    Ports,
    Addresses(Side),
    Key(Side, Part, SmolStr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Source,
    Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Namespace,
    Labels,
}

impl Axis {
    /// The axes along which the flow is limited in some way, other than its ports.
    pub(super) fn of_ends(flow: &Flow) -> Vec<Axis> {
        let mut axes = Vec::new();
        for side in [Side::Target, Side::Source] {
            match side.of(flow) {
                End::Addresses(_) => axes.push(Axis::Addresses(side)),
                End::Pods(pods) => {
                    for part in [Part::Labels, Part::Namespace] {
                        let keys = part.of(pods).requirements().iter();
                        axes.extend(keys.map(|(key, _)| Axis::Key(side, part, key.clone())));
                    }
                }
            }
        }
        axes
    }

    /// Whether the flow is limited along this axis.
    pub(super) fn limits(&self, flow: &Flow) -> bool {
        match self {
            Axis::Ports => true,
            Axis::Addresses(side) => matches!(side.of(flow), End::Addresses(_)),
            Axis::Key(side, part, key) => match side.of(flow) {
                End::Addresses(_) => false,
                End::Pods(pods) => part.of(pods).values(key).is_some(),
            },
        }
    }

    /// A hash of all but this dimension.
    pub(super) fn hash_of_rest(&self, flow: &Flow) -> u64 {
        let mut state = DefaultHasher::new();
        if *self != Axis::Ports {
            flow.ports().hash(&mut state);
        }
        for side in [Side::Source, Side::Target] {
            match (self, side.of(flow)) {
                (Axis::Addresses(own), End::Addresses(_)) if *own == side => {}
                (Axis::Key(own, part, key), End::Pods(pods)) if *own == side => {
                    part.other().of(pods).hash(&mut state);
                    for requirement in rest(part.of(pods), key) {
                        requirement.hash(&mut state);
                    }
                }
                (_, end) => end.hash(&mut state),
            }
        }
        state.finish()
    }

    /// Whether two flows differ in this dimension at most.
    pub(super) fn same_rest(&self, left: &Flow, right: &Flow) -> bool {
        (*self == Axis::Ports || left.ports() == right.ports())
            && [Side::Source, Side::Target].iter().all(|side| {
                match (self, side.of(left), side.of(right)) {
                    (Axis::Addresses(own), End::Addresses(_), End::Addresses(_)) if own == side => {
                        true
                    }
                    (Axis::Key(own, part, key), End::Pods(left), End::Pods(right))
                        if own == side =>
                    {
                        part.other().of(left) == part.other().of(right)
                            && rest(part.of(left), key).eq(rest(part.of(right), key))
                    }
                    (_, left, right) => left == right,
                }
            })
    }

    /// The union of flows that differ in this dimension at most.
    pub(super) fn union(&self, flows: &[&Flow]) -> Option<Flow> {
        let first = *flows.first()?;
        Some(match self {
            Axis::Ports => {
                let ports = Ports::union_all(flows.iter().map(|flow| flow.ports()));
                Flow::new(first.source().clone(), first.target().clone(), ports)
            }
            Axis::Addresses(side) => {
                let sets = flows.iter().filter_map(|flow| match side.of(flow) {
                    End::Addresses(addresses) => Some(addresses),
                    End::Pods(_) => None,
                });
                side.replaced(first, End::Addresses(Addresses::union_all(sets)))
            }
            Axis::Key(side, part, key) => {
                let sets = flows.iter().filter_map(|flow| match side.of(flow) {
                    End::Pods(pods) => part.of(pods).values(key),
                    End::Addresses(_) => None,
                });
                let values = Values::union_all(sets);
                let End::Pods(pods) = side.of(first) else {
                    return None;
                };
                let selector = part.of(pods).replacing(key, values);
                let pods = match part {
                    Part::Namespace => Pods::new(selector, pods.labels.clone()),
                    Part::Labels => Pods::new(pods.namespace.clone(), selector),
                };
                side.replaced(first, End::Pods(pods))
            }
        })
    }
}

impl Side {
    fn of(self, flow: &Flow) -> &End {
        match self {
            Side::Source => flow.source(),
            Side::Target => flow.target(),
        }
    }

    fn replaced(self, flow: &Flow, end: End) -> Flow {
        match self {
            Side::Source => Flow::new(end, flow.target().clone(), flow.ports().clone()),
            Side::Target => Flow::new(flow.source().clone(), end, flow.ports().clone()),
        }
    }
}

impl Part {
    const fn other(self) -> Part {
        match self {
            Part::Namespace => Part::Labels,
            Part::Labels => Part::Namespace,
        }
    }

    const fn of(self, pods: &Pods) -> &Selector {
        match self {
            Part::Namespace => &pods.namespace,
            Part::Labels => &pods.labels,
        }
    }
}

/// The requirements on all keys but one.
fn rest<'a>(selector: &'a Selector, key: &'a str) -> impl Iterator<Item = &'a (SmolStr, Values)> {
    selector
        .requirements()
        .iter()
        .filter(move |(own, _)| own != key)
}

#[cfg(test)]
mod tests {
    use ipnet::IpNet;

    use super::*;
    use crate::sets::protocol::Protocol;

    fn pods(namespace: &'static str, app: &'static str, tier: &'static str) -> End {
        let labels = Selector::everything()
            .with("app", Values::one_of([app]))
            .with("tier", Values::one_of([tier]));
        End::Pods(Pods::in_namespace(namespace, labels))
    }

    fn tcp(number: u16) -> Ports {
        Ports::numbers(Protocol::Tcp, number, number)
    }

    /// Flows that each differ from the first in one way.
    fn variants() -> Vec<Flow> {
        let here = || pods("shop", "a", "x");
        let net = IpNet::from(std::net::IpAddr::from([10, 0, 0, 1]));
        vec![
            Flow::new(here(), here(), tcp(1)),
            Flow::new(here(), here(), tcp(2)),
            Flow::new(pods("bank", "a", "x"), here(), tcp(1)),
            Flow::new(pods("shop", "b", "x"), here(), tcp(1)),
            Flow::new(pods("shop", "a", "y"), here(), tcp(1)),
            Flow::new(here(), pods("bank", "a", "x"), tcp(1)),
            Flow::new(
                here(),
                End::Addresses(Addresses::from_prefixes([net])),
                tcp(1),
            ),
        ]
    }

    #[test]
    fn only_what_differs_along_the_axis_has_the_same_rest() {
        let axes = [
            (Axis::Ports, 1),
            (
                Axis::Key(
                    Side::Source,
                    Part::Namespace,
                    "kubernetes.io/metadata.name".into(),
                ),
                2,
            ),
            (Axis::Key(Side::Source, Part::Labels, "app".into()), 3),
            (Axis::Key(Side::Source, Part::Labels, "tier".into()), 4),
            (
                Axis::Key(
                    Side::Target,
                    Part::Namespace,
                    "kubernetes.io/metadata.name".into(),
                ),
                5,
            ),
        ];
        let flows = variants();
        for (axis, alike) in axes {
            for (at, flow) in flows.iter().enumerate() {
                let same = at == 0 || at == alike;
                assert_eq!(axis.same_rest(&flows[0], flow), same, "{axis:?} {at}");
                let same_hash = axis.hash_of_rest(&flows[0]) == axis.hash_of_rest(flow);
                assert_eq!(same_hash, same, "{axis:?} {at}");
            }
        }
    }
}
