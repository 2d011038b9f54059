//! The pods of one namespace in one direction, for all objects together.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::sets::{Gates, Ports, Product, Selector, SelectorIndex};

/// How many products of the asked pods are looked at in turn; where there are more, ports are asked first.
const FEW: usize = 64;

/// What is isolated, and what is let through.
#[derive(Debug)]
pub(super) struct Side<'a, D, C> {
    /// The isolated pods.
    pub(super) isolated: SelectorIndex<C>,
    /// The selectors that something is let through for: each with its place in `by_pods`.
    opened: SelectorIndex<usize>,
    places: FxHashMap<Selector, usize>,
    by_pods: Vec<Vec<usize>>,
    by_ports: BTreeMap<u32, Vec<usize>>,
    products: Vec<Opened<'a, D, C>>,
}

/// A product, where it is kept, and where it comes from.
pub(super) type Opened<'a, D, C> = (&'a Gates<D>, Product, C);

impl<'a, D, C> Side<'a, D, C> {
    /// Adds a product, whose ports have this number among all that differ.
    pub(super) fn open(&mut self, product: Opened<'a, D, C>, ports: u32) {
        let (gates, own, _) = &product;
        let pods = gates.selector(own.pods);
        let known = self.places.get(pods).copied();
        let place = known.unwrap_or_else(|| {
            let place = self.by_pods.len();
            self.by_pods.push(Vec::new());
            self.opened.insert(pods.clone(), place);
            self.places.insert(pods.clone(), place);
            place
        });
        let at = self.products.len();
        if let Some(of_pods) = self.by_pods.get_mut(place) {
            of_pods.push(at);
        }
        self.by_ports.entry(ports).or_default().push(at);
        self.products.push(product);
    }

    /// How many products there are.
    pub(super) fn size(&self) -> usize {
        self.products.len()
    }

    /// About how many products [`Side::meeting`] gives for these pods, whatever the ports.
    pub(super) fn count(&self, labels: &Selector) -> usize {
        self.lists(labels).map(<[usize]>::len).sum()
    }

    /// All products that may share connections with these pods on these ports, and perhaps others.
    /// `all` are the different ports by their numbers.
    pub(super) fn meeting<'s>(
        &'s self,
        labels: &'s Selector,
        ports: &Ports,
        all: impl Iterator<Item = &'s Ports>,
    ) -> impl Iterator<Item = &'s Opened<'a, D, C>> {
        let count = self.count(labels);
        let mut places: Vec<usize> = Vec::new();
        let by_ports = (count > FEW).then(|| {
            let met = (0..).zip(all).filter(|(_, other)| other.meets(ports));
            met.filter_map(|(number, _)| self.by_ports.get(&number))
                .collect::<Vec<_>>()
        });
        match by_ports {
            Some(lists) if lists.iter().map(|list| list.len()).sum::<usize>() < count => {
                places.extend(lists.into_iter().flatten());
                places.sort_unstable();
            }
            _ => places.extend(self.lists(labels).flatten()),
        }
        places
            .into_iter()
            .filter_map(|place| self.products.get(place))
    }

    fn lists<'s>(&'s self, labels: &'s Selector) -> impl Iterator<Item = &'s [usize]> {
        let met = self.opened.meeting(labels);
        met.filter_map(|(_, place)| self.by_pods.get(*place).map(Vec::as_slice))
    }
}

impl<D, C> Default for Side<'_, D, C> {
    fn default() -> Self {
        Self {
            isolated: SelectorIndex::new(),
            opened: SelectorIndex::new(),
            places: FxHashMap::default(),
            by_pods: Vec::new(),
            by_ports: BTreeMap::new(),
            products: Vec::new(),
        }
    }
}
