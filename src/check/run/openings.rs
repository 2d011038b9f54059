//! All that a run opens, asked whether it opens a connection.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::check::run::emitted::{Emitted, EndId, flows};
use crate::check::run::points::Points;
use crate::check::run::whole::{Pair, RunPart, RunPorts, Whole};
use crate::sets::{
    Budget, Direction, End, Flow, FlowPoint, Pods, Selector, SelectorIndex, TooComplex,
};

/// What the search for an opening may cost for one pair: products looked at, and pieces.
const STEPS: u64 = 10_000;

/// Isolated pods, by their namespace and labels.
#[derive(Clone, Debug)]
pub(in crate::check) struct Shut {
    /// The name of their namespace.
    pub(in crate::check) namespace: SmolStr,
    /// Their labels.
    pub(in crate::check) labels: Selector,
}

/// All that the run opens, by end.
pub(in crate::check) struct Openings<'a> {
    whole: &'a Whole<'a>,
    emitted: &'a Emitted<'a>,
    /// Made once something is asked: most runs have nothing to ask.
    index: OnceCell<Index>,
}

struct Index {
    ends: FxHashMap<SmolStr, SelectorIndex<EndId>>,
    products: FxHashMap<(EndId, Direction), Vec<(RunPart, RunPorts)>>,
    /// The parts as if namespaces had whatever labels they ask for.
    generous: FxHashMap<RunPart, Points>,
}

impl Index {
    fn of(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Self {
        let mut products: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (id, _) in whole.allows() {
            for direction in Direction::BOTH {
                for product in emitted.products(id, direction) {
                    let opened = products.entry((product.end, direction)).or_default();
                    opened.push((product.other, product.ports));
                }
            }
        }
        let generous = whole.all_points();
        let generous = generous.map(|(part, points)| (part, points.with_any_namespace_labels()));
        Self {
            ends: emitted.index(),
            products,
            generous: generous.collect(),
        }
    }
}

impl<'a> Openings<'a> {
    /// The openings of a run.
    pub(in crate::check) fn new(whole: &'a Whole<'a>, emitted: &'a Emitted<'a>) -> Self {
        Self {
            whole,
            emitted,
            index: OnceCell::new(),
        }
    }

    /// A connection of a pair that nothing opens for sure at these pods, which are its end in this
    /// direction. None too where that takes too long to find out.
    pub(in crate::check) fn not_opened(
        &self,
        shut: &Shut,
        pair: &Pair,
        direction: Direction,
    ) -> Option<FlowPoint> {
        self.left(shut, pair, direction, false).ok().flatten()
    }

    /// The same, but for what may well be opened: a rule may ask for labels that a namespace has.
    pub(in crate::check) fn hardly_opened(
        &self,
        shut: &Shut,
        pair: &Pair,
        direction: Direction,
    ) -> Option<FlowPoint> {
        self.left(shut, pair, direction, true).ok().flatten()
    }

    fn left(
        &self,
        shut: &Shut,
        pair: &Pair,
        direction: Direction,
        generous: bool,
    ) -> Result<Option<FlowPoint>, TooComplex> {
        let whole = self.whole;
        let index = self.index.get_or_init(|| Index::of(whole, self.emitted));
        let budget = &mut Budget::new(STEPS);
        let other = match direction {
            Direction::Ingress => pair.source,
            Direction::Egress => pair.target,
        };
        let (others, ports) = (whole.points(other), whole.ports(pair.ports));
        let here = |labels: &Selector| {
            End::Pods(Pods::in_namespace(shut.namespace.clone(), labels.clone()))
        };
        let mut left: Vec<Flow> = flows(here(&shut.labels), others, ports, direction).collect();
        left.retain(|flow| !flow.is_empty());
        let ends = index.ends.get(&shut.namespace).into_iter();
        for (opened, id) in ends.flat_map(|index| index.meeting(&shut.labels)) {
            let products = index.products.get(&(*id, direction)).into_iter();
            for (part, list) in products.flatten() {
                budget.spend(1)?;
                let exact = whole.points(*part);
                let wide = index.generous.get(part).filter(|_| generous);
                let (theirs, list) = (wide.unwrap_or(exact), whole.ports(*list));
                if !theirs.meets(others) || !list.meets(ports) {
                    continue;
                }
                for wider in flows(here(opened), theirs, list, direction) {
                    left = wider.cut_from(&left, budget)?;
                }
                if left.is_empty() {
                    return Ok(None);
                }
            }
        }
        Ok(left.first().and_then(Flow::witness))
    }
}
