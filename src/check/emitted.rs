//! What each `allow` of a run is written to: the isolated ends that its own file owns and knows of.

use fnv::FnvHashMap;
use smol_str::SmolStr;

use crate::check::points::Points;
use crate::check::whole::{Allow, AllowId, RunPart, RunPorts, Whole, number};
use crate::model::{Direction, PartId, Rule};
use crate::sets::{End, Flow, Pods, Ports, Selector, SelectorIndex};

/// The subject of a policy, of any file: its number in [`Emitted`]. Equal subjects have one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EndId(pub(super) u32);

/// What an `allow` opens at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Product {
    /// The pods that a policy selects.
    pub(super) end: EndId,
    /// Who they may connect to, or be connected from.
    pub(super) other: RunPart,
    /// On these ports of the target.
    pub(super) ports: RunPorts,
}

/// What the `allow`s of a run are written to.
pub(super) struct Emitted<'a> {
    whole: &'a Whole<'a>,
    ends: Vec<(SmolStr, Selector)>,
    /// For each file and part what it is as an end: for ingress, and for egress.
    of_parts: Vec<FnvHashMap<(PartId, Direction), Vec<EndId>>>,
    ingress: Products,
    egress: Products,
}

/// The products of all `allow`s in one direction.
#[derive(Default)]
struct Products {
    all: Vec<Product>,
    /// For each `allow` where its products begin.
    starts: Vec<u32>,
}

impl<'a> Emitted<'a> {
    /// Finds out what the `allow`s of a run are written to.
    pub(super) fn of(whole: &'a Whole<'a>) -> Self {
        let mut emitted = Self {
            whole,
            ends: Vec::new(),
            of_parts: Vec::new(),
            ingress: Products::default(),
            egress: Products::default(),
        };
        let mut numbers = FnvHashMap::default();
        emitted
            .of_parts
            .resize_with(whole.files.len(), FnvHashMap::default);
        for (_, allow) in whole.allows() {
            for rule in whole.rules(allow) {
                emitted.add_ends(&mut numbers, allow.file, rule);
            }
        }
        let mut products = Vec::new();
        for direction in Direction::BOTH {
            let mut of = Products::default();
            for (_, allow) in whole.allows() {
                of.starts.push(number(of.all.len()));
                products.clear();
                emitted.collect(allow, direction, &mut products);
                products.sort_unstable();
                products.dedup();
                of.all.append(&mut products);
            }
            of.starts.push(number(of.all.len()));
            match direction {
                Direction::Ingress => emitted.ingress = of,
                Direction::Egress => emitted.egress = of,
            }
        }
        emitted
    }

    fn add_ends(
        &mut self,
        numbers: &mut FnvHashMap<(SmolStr, Selector), EndId>,
        file: usize,
        rule: &Rule,
    ) {
        let whole = self.whole;
        let targets = rule
            .targets
            .iter()
            .filter(|target| target.admits(Direction::Ingress));
        let targets = targets.flat_map(|target| whole.local_parts(file, target.peer));
        let ends = targets.map(|part| (part, Direction::Ingress));
        let opens = rule.targets.iter().any(|one| one.admits(Direction::Egress));
        let sources = rule.sources.iter().filter(|_| opens);
        let sources = sources.flat_map(|source| whole.local_parts(file, *source));
        for (part, direction) in ends.chain(sources.map(|part| (part, Direction::Egress))) {
            let (Some(judged), Some(known)) = (whole.files.get(file), self.of_parts.get_mut(file))
            else {
                continue;
            };
            let ends = &mut self.ends;
            known.entry((part, direction)).or_insert_with(|| {
                let found = judged.isolated.ends(judged.model, part, direction);
                let found = found.into_iter().filter_map(|(namespace, pods)| {
                    let own = judged.model.namespaces.get(namespace.0 as usize)?;
                    let end = (own.key().clone(), pods);
                    Some(*numbers.entry(end).or_insert_with_key(|end| {
                        ends.push(end.clone());
                        EndId(number(ends.len() - 1))
                    }))
                });
                found.collect()
            });
        }
    }

    fn collect(&self, allow: &Allow, direction: Direction, into: &mut Vec<Product>) {
        for rule in self.whole.rules(allow) {
            for pair in self.whole.pairs(allow.file, rule) {
                if pair.direction.is_some_and(|only| only != direction) {
                    continue;
                }
                let (end, other) = match direction {
                    Direction::Ingress => (pair.to, pair.source),
                    Direction::Egress => (pair.from, pair.target),
                };
                let ends = self.ends(allow.file, end, direction).iter();
                into.extend(ends.map(|end| Product {
                    end: *end,
                    other,
                    ports: pair.ports,
                }));
            }
        }
    }

    /// What a part of a file is as an end of its rules; nothing where no rule has it as one.
    pub(super) fn ends(&self, file: usize, part: PartId, direction: Direction) -> &[EndId] {
        let known = self.of_parts.get(file);
        let ends = known.and_then(|known| known.get(&(part, direction)));
        ends.map_or(&[], Vec::as_slice)
    }

    /// What an `allow` opens in a direction: sorted, none twice.
    pub(super) fn products(&self, id: AllowId, direction: Direction) -> &[Product] {
        let of = match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        };
        let at = id.0 as usize;
        let (Some(start), Some(end)) = (of.starts.get(at), of.starts.get(at + 1)) else {
            return &[];
        };
        let products = of.all.get(*start as usize..*end as usize);
        products.unwrap_or_default()
    }

    /// The namespace and the labels of an end.
    pub(super) fn end(&self, id: EndId) -> Option<&(SmolStr, Selector)> {
        self.ends.get(id.0 as usize)
    }

    /// All ends, with their numbers.
    pub(super) fn all_ends(&self) -> impl ExactSizeIterator<Item = (EndId, &(SmolStr, Selector))> {
        let numbered = self.ends.iter().enumerate();
        numbered.map(|(at, end)| (EndId(number(at)), end))
    }

    /// All ends by their namespace and labels.
    pub(super) fn index(&self) -> FnvHashMap<SmolStr, SelectorIndex<EndId>> {
        let mut index: FnvHashMap<SmolStr, SelectorIndex<EndId>> = FnvHashMap::default();
        for (id, (namespace, pods)) in self.all_ends() {
            let ends = index.entry(namespace.clone()).or_default();
            ends.insert(pods.clone(), id);
        }
        index
    }

    /// The connections of a product: one set for each kind of endpoint at its other end.
    pub(super) fn flows<'s>(
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
pub(super) fn flows<'s>(
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
