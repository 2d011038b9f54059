//! What the pods of several namespaces let through.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::sets::addresses::Addresses;
use crate::sets::direction::Direction;
use crate::sets::end::End;
use crate::sets::flow::Flow;
use crate::sets::gate::{EndId, Gate, PortsId, Product, SelectorId};
use crate::sets::interner::Interner;
use crate::sets::pods::Pods;
use crate::sets::ports::Ports;
use crate::sets::selector::Selector;

/// A namespace in a direction.
pub type Way = (SmolStr, Direction);

/// For each namespace that something is said of, what its pods let through in each direction. Equal
/// values are kept once, under a number.
///
/// The compiler's law is about two of these: what a text says, and what its objects say.
#[derive(Debug)]
pub struct Gates<C> {
    selectors: Interner<Selector>,
    ends: Interner<End>,
    ports: Interner<Ports>,
    ways: BTreeMap<Way, GateId>,
    of_ways: Vec<Gate<C>>,
}

/// What is said of a way: its number in [`Gates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateId(usize);

impl<C> Gates<C> {
    /// Nothing is isolated anywhere.
    pub fn new() -> Gates<C> {
        Gates {
            selectors: Interner::new(Selector::nothing()),
            ends: Interner::new(End::Addresses(Addresses::none())),
            ports: Interner::new(Ports::none()),
            ways: BTreeMap::new(),
            of_ways: Vec::new(),
        }
    }

    /// The number of a selector.
    pub fn add_selector(&mut self, pods: Selector) -> SelectorId {
        SelectorId(self.selectors.intern(pods))
    }

    /// The number of an end.
    pub fn add_end(&mut self, end: End) -> EndId {
        EndId(self.ends.intern(end))
    }

    /// The number of some ports.
    pub fn add_ports(&mut self, ports: Ports) -> PortsId {
        PortsId(self.ports.intern(ports))
    }

    /// A selector by its number.
    pub fn selector(&self, id: SelectorId) -> &Selector {
        self.selectors.get(id.0)
    }

    /// An end by its number.
    pub fn end(&self, id: EndId) -> &End {
        self.ends.get(id.0)
    }

    /// Ports by their number.
    pub fn port_set(&self, id: PortsId) -> &Ports {
        self.ports.get(id.0)
    }

    /// The number of what is said of a way; nothing is isolated where it was not known yet.
    pub fn add_gate(&mut self, way: Way) -> GateId {
        let next = GateId(self.of_ways.len());
        let id = *self.ways.entry(way).or_insert(next);
        if id == next {
            self.of_ways.push(Gate::default());
        }
        id
    }

    /// Says that some pods of a way are isolated.
    pub fn isolate(&mut self, gate: GateId, pods: SelectorId, cause: C) {
        debug_assert!(gate.0 < self.of_ways.len(), "{gate:?} is of other gates");
        if let Some(gate) = self.of_ways.get_mut(gate.0) {
            gate.isolated.push((pods, cause));
        }
    }

    /// Says what isolated pods of a way let through.
    pub fn open(&mut self, gate: GateId, products: impl IntoIterator<Item = (Product, C)>) {
        debug_assert!(gate.0 < self.of_ways.len(), "{gate:?} is of other gates");
        if let Some(gate) = self.of_ways.get_mut(gate.0) {
            gate.products.extend(products);
        }
    }

    /// What is said of a way, if anything is.
    pub fn gate(&self, way: &Way) -> Option<&Gate<C>> {
        self.ways.get(way).and_then(|id| self.of_ways.get(id.0))
    }

    /// All that is said, in the order of namespaces.
    pub fn iter(&self) -> impl Iterator<Item = (&Way, &Gate<C>)> {
        let ways = self.ways.iter();
        ways.filter_map(|(way, id)| Some((way, self.of_ways.get(id.0)?)))
    }

    /// The ports that something is let through on.
    pub fn port_sets(&self) -> impl Iterator<Item = &Ports> {
        self.ports.values()
    }

    /// The same with other causes.
    pub fn caused<D>(self, cause: impl Fn(C) -> D) -> Gates<D> {
        let gates = self.of_ways.into_iter().map(|gate| {
            let isolated = gate.isolated.into_iter();
            let products = gate.products.into_iter();
            Gate {
                isolated: isolated.map(|(pods, by)| (pods, cause(by))).collect(),
                products: products.map(|(product, by)| (product, cause(by))).collect(),
            }
        });
        Gates {
            ways: self.ways,
            of_ways: gates.collect(),
            selectors: self.selectors,
            ends: self.ends,
            ports: self.ports,
        }
    }

    /// The connections of a product of a way.
    pub fn flow(&self, way: &Way, product: Product) -> Flow {
        let (namespace, direction) = way;
        let pods = self.selector(product.pods).clone();
        direction.flow(
            End::Pods(Pods::in_namespace(namespace.clone(), pods)),
            self.end(product.other).clone(),
            self.port_set(product.ports).clone(),
        )
    }

    /// Whether the same is said of a way as was said `earlier`, whatever the causes.
    pub fn same_as<'g, D>(
        &'g self,
        earlier: &'g Gates<D>,
    ) -> impl Fn(&Way) -> bool + use<'g, C, D> {
        let numbers = Numbers::of(self, earlier);
        move |way| match (self.gate(way), earlier.gate(way)) {
            (Some(one), Some(other)) => {
                let pods = one.isolated.iter().map(|(pods, _)| numbers.pods(*pods));
                let opened = one.products.iter();
                let opened = opened.map(|(product, _)| numbers.product(*product));
                pods.eq(other.isolated.iter().map(|(pods, _)| *pods))
                    && opened.eq(other.products.iter().map(|(product, _)| *product))
            }
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    /// The same values under numbers that hold for `other` too: for each product here what it is
    /// there. What the other does not have gets numbers beyond its own.
    pub fn renumbered<D>(&self, other: &Gates<D>) -> impl Fn(Product) -> Product + use<C, D> {
        let numbers = Numbers::of(self, other);
        move |product| numbers.product(product)
    }
}

impl<C> Default for Gates<C> {
    fn default() -> Gates<C> {
        Gates::new()
    }
}

/// For each number that gates give the one that others give the same value; one that they do not give where they
/// have none.
struct Numbers {
    selectors: Vec<u32>,
    ends: Vec<u32>,
    ports: Vec<u32>,
}

impl Numbers {
    fn of<C, D>(own: &Gates<C>, other: &Gates<D>) -> Self {
        Self {
            selectors: renumber(&own.selectors, &other.selectors),
            ends: renumber(&own.ends, &other.ends),
            ports: renumber(&own.ports, &other.ports),
        }
    }

    fn pods(&self, pods: SelectorId) -> SelectorId {
        SelectorId(at(&self.selectors, pods.0))
    }

    fn product(&self, product: Product) -> Product {
        Product {
            pods: self.pods(product.pods),
            other: EndId(at(&self.ends, product.other.0)),
            ports: PortsId(at(&self.ports, product.ports.0)),
        }
    }
}

fn at(ids: &[u32], id: u32) -> u32 {
    ids.get(id as usize).copied().unwrap_or(u32::MAX)
}

/// For each value of one the number that it has in the other, or one that none has there.
fn renumber<T: Eq + std::hash::Hash>(own: &Interner<T>, other: &Interner<T>) -> Vec<u32> {
    let beyond = u32::try_from(other.values().len()).unwrap_or(u32::MAX);
    let values = own.values().zip(beyond..);
    values
        .map(|(value, fresh)| other.find(value).unwrap_or(fresh))
        .collect()
}
