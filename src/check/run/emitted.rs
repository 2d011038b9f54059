//! What each `allow` of a run is written to: the isolated ends that its own file owns and knows of.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::check::run::points::Points;
use crate::check::run::whole::{Allow, AllowId, RunPart, RunPorts, Whole, number};
use crate::model::{PartId, Rule};
use crate::sets::{Direction, End, Flow, Pods, Ports, Selector, SelectorIndex};

/// The subject of a policy, of any file: its number in [`Emitted`]. Equal subjects have one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct EndId(pub(in crate::check) u32);

/// What an `allow` opens at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct Product {
    /// The pods that a policy selects.
    pub(in crate::check) end: EndId,
    /// Who they may connect to, or be connected from.
    pub(in crate::check) other: RunPart,
    /// On these ports of the target.
    pub(in crate::check) ports: RunPorts,
}

/// What the `allow`s of a run are written to.
pub(in crate::check) struct Emitted<'a> {
    whole: &'a Whole<'a>,
    ends: Vec<(SmolStr, Selector)>,
    /// For each file and part what it is as an end, for ingress and for egress: where in the list below.
    of_parts: Vec<Vec<[Option<Listed>; 2]>>,
    listed: Vec<EndId>,
    ingress: Products,
    egress: Products,
}

/// Where a list of ends begins and ends.
type Listed = (u32, u32);

/// The products of all `allow`s in one direction.
#[derive(Default)]
struct Products {
    all: Vec<Product>,
    /// For each `allow` where its products end.
    ends: Vec<u32>,
}

impl Products {
    /// Adds those of the next `allow`, and leaves `products` empty.
    fn add(&mut self, products: &mut Vec<Product>) {
        if products.len() > 1 {
            products.sort_unstable();
            products.dedup();
        }
        self.all.append(products);
        self.ends.push(number(self.all.len()));
    }
}

impl<'a> Emitted<'a> {
    /// Finds out what the `allow`s of a run are written to.
    pub(in crate::check) fn of(whole: &'a Whole<'a>) -> Self {
        let mut emitted = Self {
            whole,
            ends: Vec::new(),
            of_parts: Vec::new(),
            listed: Vec::new(),
            ingress: Products::default(),
            egress: Products::default(),
        };
        let mut numbers = FxHashMap::default();
        for file in whole.files {
            let parts = file.model.parts().map(|_| [None, None]);
            emitted.of_parts.push(parts.collect());
        }
        let mut opened = [Vec::new(), Vec::new()];
        for (_, allow) in whole.allows() {
            for rule in whole.rules(allow) {
                for pair in whole.pairs(allow.file, rule) {
                    for (direction, products) in Direction::BOTH.into_iter().zip(&mut opened) {
                        if pair.direction.is_some_and(|only| only != direction) {
                            continue;
                        }
                        let (end, other) = match direction {
                            Direction::Ingress => (pair.to, pair.source),
                            Direction::Egress => (pair.from, pair.target),
                        };
                        let range = emitted.number_ends(&mut numbers, allow.file, end, direction);
                        let ends = emitted.listed.get(range).unwrap_or_default().iter();
                        products.extend(ends.map(|end| Product {
                            end: *end,
                            other,
                            ports: pair.ports,
                        }));
                    }
                }
            }
            let [ingress, egress] = &mut opened;
            emitted.ingress.add(ingress);
            emitted.egress.add(egress);
        }
        emitted
    }

    /// Where the ends of a part are listed: they are, once this was asked.
    fn number_ends(
        &mut self,
        numbers: &mut FxHashMap<(SmolStr, Selector), EndId>,
        file: usize,
        part: PartId,
        direction: Direction,
    ) -> Range<usize> {
        let known = self.of_parts.get_mut(file);
        let known = known.and_then(|known| known.get_mut(part.0 as usize));
        let (Some(known), Some(judged)) = (known, self.whole.files.get(file)) else {
            return 0..0;
        };
        let [ingress, egress] = known;
        let known = match direction {
            Direction::Ingress => ingress,
            Direction::Egress => egress,
        };
        let (start, end) = *known.get_or_insert_with(|| {
            let start = number(self.listed.len());
            for (namespace, pods) in judged.isolated.ends(judged.model, part, direction) {
                let own = judged.model.namespaces.get(namespace.0 as usize);
                let Some(own) = own else {
                    continue;
                };
                let end = (own.key().clone(), pods.clone());
                let id = numbers.entry(end).or_insert_with_key(|end| {
                    self.ends.push(end.clone());
                    EndId(number(self.ends.len() - 1))
                });
                self.listed.push(*id);
            }
            (start, number(self.listed.len()))
        });
        start as usize..end as usize
    }

    /// What a part of a file is as an end of its rules; nothing where no rule has it as one.
    pub(in crate::check) fn ends(
        &self,
        file: usize,
        part: PartId,
        direction: Direction,
    ) -> &[EndId] {
        let known = self.of_parts.get(file);
        let known = known.and_then(|known| known.get(part.0 as usize));
        let [ingress, egress] = known.copied().unwrap_or_default();
        let range = match direction {
            Direction::Ingress => ingress,
            Direction::Egress => egress,
        };
        let ends = range.and_then(|(start, end)| self.listed.get(start as usize..end as usize));
        ends.unwrap_or_default()
    }

    /// The subjects of the policies that a rule is written into, some more than once.
    pub(in crate::check) fn subjects<'s>(
        &'s self,
        allow: &'s Allow,
        rule: &'s Rule,
    ) -> impl Iterator<Item = EndId> + 's {
        let whole = self.whole;
        let opened = rule
            .targets
            .iter()
            .filter(|one| one.admits(Direction::Ingress));
        let targets = opened.flat_map(|target| whole.local_parts(allow.file, target.peer));
        let targets = targets.map(|part| (part, Direction::Ingress));
        let opens = rule.targets.iter().any(|one| one.admits(Direction::Egress));
        let sources = rule.sources.iter().filter(move |_| opens);
        let sources = sources.flat_map(|source| whole.local_parts(allow.file, *source));
        let parts = targets.chain(sources.map(|part| (part, Direction::Egress)));
        parts.flat_map(move |(part, direction)| {
            self.ends(allow.file, part, direction).iter().copied()
        })
    }

    /// What an `allow` opens in a direction: sorted, none twice.
    pub(in crate::check) fn products(&self, id: AllowId, direction: Direction) -> &[Product] {
        let of = match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        };
        let at = id.0 as usize;
        let end = of.ends.get(at).map_or(0, |end| *end as usize);
        let before = at.checked_sub(1).and_then(|before| of.ends.get(before));
        let start = before.map_or(0, |start| *start as usize);
        of.all.get(start..end).unwrap_or_default()
    }

    /// The namespace and the labels of an end.
    pub(in crate::check) fn end(&self, id: EndId) -> Option<&(SmolStr, Selector)> {
        self.ends.get(id.0 as usize)
    }

    /// All ends, with their numbers.
    pub(in crate::check) fn all_ends(
        &self,
    ) -> impl ExactSizeIterator<Item = (EndId, &(SmolStr, Selector))> {
        let numbered = self.ends.iter().enumerate();
        numbered.map(|(at, end)| (EndId(number(at)), end))
    }

    /// All ends by their namespace and labels.
    pub(in crate::check) fn index(&self) -> FxHashMap<SmolStr, SelectorIndex<EndId>> {
        let mut index: FxHashMap<SmolStr, SelectorIndex<EndId>> = FxHashMap::default();
        for (id, (namespace, pods)) in self.all_ends() {
            let ends = index.entry(namespace.clone()).or_default();
            ends.insert(pods.clone(), id);
        }
        index
    }

    /// The connections of a product: one set for each kind of endpoint at its other end.
    pub(in crate::check) fn flows<'s>(
        &'s self,
        product: &Product,
        direction: Direction,
    ) -> impl Iterator<Item = Flow> + use<'s, 'a> {
        let ports = self.whole.ports(product.ports);
        let others = self.whole.points(product.other);
        let here = self.end(product.end).map(|(namespace, labels)| {
            End::Pods(Pods::in_namespace(namespace.clone(), labels.clone()))
        });
        let flows = here.map(|here| flows(here, others, ports, direction));
        flows.into_iter().flatten()
    }
}

/// The connections between pods and others, seen from the pods.
pub(in crate::check) fn flows<'s>(
    here: End,
    others: &'s Points,
    ports: &'s Ports,
    direction: Direction,
) -> impl Iterator<Item = Flow> + use<'s> {
    others.ends().map(move |other| match direction {
        Direction::Ingress => Flow::new(other, here.clone(), ports.clone()),
        Direction::Egress => Flow::new(here.clone(), other, ports.clone()),
    })
}
