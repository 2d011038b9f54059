//! `redundant-rule`: a statement that another one covers.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::check::run::by_pair::ByPair;
use crate::check::run::causes::Causes;
use crate::check::run::emitted::{Emitted, EndId, Product};
use crate::check::run::part_index::PartIndex;
use crate::check::run::whole::{AllowId, RunPart, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::words;
use crate::parallel;
use crate::sets::{Budget, Direction, SelectorIndex, TooComplex};

/// How many other rules are looked at for each.
const CANDIDATES: usize = 64;

/// How much a rule may be written to that is looked at: ends, with who they connect to.
const PRODUCTS: usize = 1_000;

/// What one comparison may cost: pieces of connections.
const STEPS: u64 = 2_000;

/// Reports every `allow` that another one covers on every end that it is written to, and without
/// which every isolation still has another cause; of two that cover each other the later.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let search = Search::new(whole, emitted);
    let ids: Vec<AllowId> = whole.allows().map(|(id, _)| id).collect();
    let ids = search.worth_a_look(&ids);
    let covers = parallel::map(&ids, |id| search.covers(*id));
    let mut causes: FxHashMap<usize, Causes> = FxHashMap::default();
    let mut found = Vec::new();
    for (id, covers) in ids.into_iter().zip(covers) {
        if covers.is_empty() {
            continue;
        }
        let mut droppable = |id: AllowId| {
            whole.allow(id).is_some_and(|allow| {
                if Causes::is_plainly_spare(whole, allow) {
                    return true;
                }
                let file = causes.entry(allow.file);
                let causes = file.or_insert_with(|| Causes::of(whole, allow.file));
                causes.spare(whole, allow)
            })
        };
        if !droppable(id) {
            continue;
        }
        let cover = covers
            .into_iter()
            .find(|(other, mutual)| !mutual || *other < id || !droppable(*other));
        if let Some((cover, _)) = cover {
            found.extend(report(whole, id, cover));
        }
    }
    found
}

/// The `allow`s that are written somewhere, by what they are written to.
struct Search<'a> {
    whole: &'a Whole<'a>,
    emitted: &'a Emitted<'a>,
    ends: FxHashMap<SmolStr, SelectorIndex<EndId>>,
    /// For each end those that hold all of its pods, itself among them.
    wider_ends: Vec<Box<[EndId]>>,
    /// For each part those that hold all of its endpoints, itself among them.
    wider_parts: Vec<Box<[RunPart]>>,
    ingress: ByPair,
    egress: ByPair,
    /// The `allow`s of several products, by their ends, for both directions.
    several: FxHashMap<(EndId, Direction), Vec<AllowId>>,
}

impl<'a> Search<'a> {
    fn new(whole: &'a Whole<'_>, emitted: &'a Emitted<'_>) -> Self {
        let ends = emitted.index();
        let wider_ends = emitted.all_ends().map(|(_, (namespace, pods))| {
            let index = ends.get(namespace).into_iter();
            let wider = index.flat_map(|index| index.covering(pods).map(|(_, end)| *end));
            wider.collect()
        });
        let parts = PartIndex::new(whole);
        let wider_parts = whole
            .all_points()
            .map(|(part, points)| parts.covering(part, points).into());
        let (ingress, egress) = parallel::join(
            || ByPair::of(whole, emitted, Direction::Ingress, PRODUCTS),
            || ByPair::of(whole, emitted, Direction::Egress, PRODUCTS),
        );
        let mut search = Self {
            whole,
            emitted,
            wider_ends: wider_ends.collect(),
            wider_parts: wider_parts.collect(),
            ends,
            ingress,
            egress,
            several: FxHashMap::default(),
        };
        for (id, _) in whole.allows() {
            for direction in Direction::BOTH {
                let products = emitted.products(id, direction);
                if !(2..=PRODUCTS).contains(&products.len()) {
                    continue;
                }
                for product in products {
                    let several = search.several.entry((product.end, direction)).or_default();
                    if several.last() != Some(&id) {
                        several.push(id);
                    }
                }
            }
        }
        search
    }

    /// Those that another one may cover: most share neither their end nor who they open it for.
    fn worth_a_look(&self, ids: &[AllowId]) -> Vec<AllowId> {
        if !self.several.is_empty() {
            return ids.to_vec();
        }
        let mut worth = vec![false; ids.len()];
        for direction in Direction::BOTH {
            let by_pair = self.by_pair(direction);
            for group in by_pair.groups() {
                let Some((end, part, _)) = group.first() else {
                    continue;
                };
                let alone = group.len() == 1
                    && self.wider_ends(*end, by_pair).count() < 2
                    && self.wider_parts(*part, by_pair).count() < 2;
                for (_, _, id) in group.iter().filter(|_| !alone) {
                    if let Some(worth) = worth.get_mut(id.0 as usize) {
                        *worth = true;
                    }
                }
            }
        }
        let worth = ids.iter().zip(worth).filter(|(_, worth)| *worth);
        worth.map(|(id, _)| *id).collect()
    }

    fn by_pair(&self, direction: Direction) -> &ByPair {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The ends that hold all pods of one, itself among them, if any rule has them.
    fn wider_ends<'s>(
        &'s self,
        end: EndId,
        by_pair: &'s ByPair,
    ) -> impl Iterator<Item = EndId> + 's {
        let wider = self.wider_ends.get(end.0 as usize).into_iter().flatten();
        wider.copied().filter(|end| by_pair.has_end(*end))
    }

    /// The parts that hold all endpoints of one, likewise.
    fn wider_parts<'s>(
        &'s self,
        part: RunPart,
        by_pair: &'s ByPair,
    ) -> impl Iterator<Item = RunPart> + 's {
        let wider = self.wider_parts.get(part.0 as usize).into_iter().flatten();
        wider.copied().filter(|part| by_pair.has_part(*part))
    }

    /// The `allow`s that cover this one, in their order, and whether it covers them too.
    fn covers(&self, id: AllowId) -> Vec<(AllowId, bool)> {
        let first = Direction::BOTH.into_iter().find_map(|direction| {
            let products = self.emitted.products(id, direction);
            Some((direction, *products.first()?))
        });
        let Some((direction, product)) = first else {
            return Vec::new();
        };
        let large = |direction| self.emitted.products(id, direction).len() > PRODUCTS;
        if Direction::BOTH.into_iter().any(large) {
            return Vec::new();
        }
        let candidates = self.candidates(id, direction, &product);
        let covering = candidates
            .into_iter()
            .filter(|other| self.is_covered(id, *other));
        let covering = covering.map(|other| (other, self.is_covered(other, id)));
        covering.collect()
    }

    /// Those that may cover an `allow`, found by one of its products.
    fn candidates(&self, id: AllowId, direction: Direction, product: &Product) -> Vec<AllowId> {
        let by_pair = self.by_pair(direction);
        let mut found = Vec::new();
        for end in self.wider_ends(product.end, by_pair) {
            for part in self.wider_parts(product.other, by_pair) {
                found.extend(by_pair.get(end, part).filter(|other| *other != id));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(CANDIDATES);
        if !self.several.is_empty() && found.len() < CANDIDATES {
            self.add_several(id, direction, product, &mut found);
            found.sort_unstable();
        }
        found
    }

    /// Adds those that may cover a product by several of theirs together.
    fn add_several(
        &self,
        id: AllowId,
        direction: Direction,
        product: &Product,
        found: &mut Vec<AllowId>,
    ) {
        let Some((namespace, pods)) = self.emitted.end(product.end) else {
            return;
        };
        let mut seen: FxHashSet<AllowId> = found.iter().copied().collect();
        let meeting = self.ends.get(namespace).into_iter();
        for (_, end) in meeting.flat_map(|index| index.meeting(pods)) {
            for other in self.several.get(&(*end, direction)).into_iter().flatten() {
                if *other == id || !seen.insert(*other) {
                    continue;
                }
                let mut products = self.emitted.products(*other, direction).iter();
                if products.any(|one| self.meets(one, product)) {
                    found.push(*other);
                    if found.len() == CANDIDATES {
                        return;
                    }
                }
            }
        }
    }

    fn meets(&self, one: &Product, other: &Product) -> bool {
        let parts = (self.whole.points(one.other), self.whole.points(other.other));
        let ports = (self.whole.ports(one.ports), self.whole.ports(other.ports));
        let ends = (self.emitted.end(one.end), self.emitted.end(other.end));
        let ends = match ends {
            (Some(one), Some(other)) => one.0 == other.0 && one.1.meets(&other.1),
            _ => false,
        };
        ends && parts.0.meets(parts.1) && ports.0.meets(ports.1)
    }

    /// Whether the other `allow` opens all that this one does.
    fn is_covered(&self, id: AllowId, other: AllowId) -> bool {
        Direction::BOTH.into_iter().all(|direction| {
            let products = self.emitted.products(id, direction);
            let others = self.emitted.products(other, direction);
            let mut products = products.iter();
            products.all(|product| {
                others.iter().any(|wider| self.is_within(product, wider))
                    || (others.len() > 1
                        && self.is_within_all(product, others, direction) == Ok(true))
            })
        })
    }

    fn is_within(&self, product: &Product, wider: &Product) -> bool {
        let ends = self.wider_ends.get(product.end.0 as usize);
        let parts = self.wider_parts.get(product.other.0 as usize);
        let ports = || {
            let budget = &mut Budget::new(STEPS);
            let (own, others) = (
                self.whole.ports(product.ports),
                self.whole.ports(wider.ports),
            );
            own.is_subset(others, budget) == Ok(true)
        };
        (product.end == wider.end || ends.is_some_and(|ends| ends.contains(&wider.end)))
            && (product.other == wider.other
                || parts.is_some_and(|parts| parts.contains(&wider.other)))
            && (product.ports == wider.ports || ports())
    }

    fn is_within_all(
        &self,
        product: &Product,
        others: &[Product],
        direction: Direction,
    ) -> Result<bool, TooComplex> {
        let budget = &mut Budget::new(STEPS);
        let mut left: Vec<_> = self.emitted.flows(product, direction).collect();
        for other in others.iter().filter(|other| self.meets(product, other)) {
            for wider in self.emitted.flows(other, direction) {
                left = wider.cut_from(&left, budget)?;
            }
            if left.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn report(whole: &Whole<'_>, id: AllowId, cover: AllowId) -> Option<Diagnostic> {
    let (allow, cover) = (whole.allow(id)?, whole.allow(cover)?);
    let covered_by = whole.origin(cover.file, cover.statement)?;
    let message = format!(
        "this opens nothing that `{}` does not",
        words::said(&covered_by.text)
    );
    Some(
        Diagnostic::new(&codes::REDUNDANT_RULE, whole.span(allow)?, message)
            .also(covered_by.span, "this covers it")
            .help("take one of the two out; if this one was meant to allow more, it does not"),
    )
}
