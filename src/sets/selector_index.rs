//! Many selectors, asked for those that cover or meet one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::sets::budget::{Budget, TooComplex};
use crate::sets::selector::Selector;
use crate::sets::values::Values;

/// Selectors with something attached to each, found without looking at all of them.
///
/// Each is filed under its most selective finite requirement, by every state ("this value",
/// "absent") that the requirement admits. Those without a finite requirement are always looked at.
#[derive(Clone, Debug)]
pub struct SelectorIndex<T> {
    entries: Vec<(Selector, T)>,
    keys: BTreeMap<SmolStr, Drawer>,
    /// The entries without a finite requirement.
    unfiled: Vec<usize>,
}

/// The entries that are filed under one key, by their place in the list of entries.
#[derive(Clone, Debug, Default)]
struct Drawer {
    by_value: FxHashMap<SmolStr, Vec<usize>>,
    by_absence: Vec<usize>,
    all: Vec<usize>,
}

impl<T> SelectorIndex<T> {
    /// An index of nothing.
    pub const fn new() -> SelectorIndex<T> {
        SelectorIndex {
            entries: Vec::new(),
            keys: BTreeMap::new(),
            unfiled: Vec::new(),
        }
    }

    /// Adds a selector.
    pub fn insert(&mut self, selector: Selector, attached: T) {
        let place = self.entries.len();
        let finite = selector
            .requirements()
            .iter()
            .filter(|(_, values)| values.is_finite());
        let cheapest = finite.min_by_key(|(key, values)| match self.keys.get(key) {
            Some(drawer) => states(values) + drawer.load(values),
            None => states(values),
        });
        match cheapest {
            None => self.unfiled.push(place),
            Some((key, values)) => {
                self.keys
                    .entry(key.clone())
                    .or_default()
                    .file(values, place);
            }
        }
        self.entries.push((selector, attached));
    }

    /// Everything in the index, in the order it was inserted.
    pub fn iter(&self) -> impl Iterator<Item = (&Selector, &T)> {
        self.entries
            .iter()
            .map(|(selector, attached)| (selector, attached))
    }

    /// The selectors that select all that `asked` does, in the order they were inserted.
    pub fn covering<'a>(
        &'a self,
        asked: &'a Selector,
    ) -> impl Iterator<Item = (&'a Selector, &'a T)> {
        self.at(self.covering_places(asked))
            .filter(|(selector, _)| asked.is_subset(selector))
    }

    /// The selectors that select something that `asked` does too, in the order they were inserted.
    pub fn meeting<'a>(
        &'a self,
        asked: &'a Selector,
    ) -> impl Iterator<Item = (&'a Selector, &'a T)> {
        self.at(self.meeting_places(asked))
            .filter(|(selector, _)| asked.meets(selector))
    }

    /// What `asked` selects and none of the selectors that count does: disjoint pieces.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn uncovered(
        &self,
        asked: &Selector,
        counts: impl Fn(&T) -> bool,
        budget: &mut Budget,
    ) -> Result<Vec<Selector>, TooComplex> {
        let mut covering = self.covering(asked);
        if covering.any(|(_, attached)| counts(attached)) {
            return Ok(Vec::new());
        }
        let mut left = vec![asked.clone()];
        for (part, _) in self.meeting(asked).filter(|(_, attached)| counts(attached)) {
            let mut pieces = Vec::new();
            for piece in &left {
                let rest = piece.minus(part);
                budget.spend_for(1 + rest.len())?;
                pieces.extend(rest);
            }
            left = pieces;
            if left.is_empty() {
                break;
            }
        }
        Ok(left)
    }

    /// How many selectors [`SelectorIndex::meeting`] would look at; some are counted twice.
    pub(super) fn meeting_cost(&self, asked: &Selector) -> usize {
        self.drawers(asked)
            .map(|(drawer, states)| drawer.cost(states))
            .sum::<usize>()
            + self.unfiled.len()
    }

    /// Where those stand that may cover `asked`.
    fn covering_places(&self, asked: &Selector) -> Vec<usize> {
        if asked.is_empty() {
            return (0..self.entries.len()).collect();
        }
        // What covers `asked` admits all its states, so one of them is enough to find it.
        let mut places = self.unfiled.clone();
        for (key, values) in asked
            .requirements()
            .iter()
            .filter(|(_, values)| values.is_finite())
        {
            if let Some(drawer) = self.keys.get(key) {
                places.extend(drawer.with_one_state(values));
            }
        }
        places.sort_unstable();
        places
    }

    /// Where those stand that may meet `asked`.
    fn meeting_places(&self, asked: &Selector) -> Vec<usize> {
        let mut places = self.unfiled.clone();
        for (drawer, states) in self.drawers(asked) {
            drawer.collect(states, &mut places);
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Every drawer, with the requirement to look it up by: `None` where all in it may meet.
    fn drawers<'a>(
        &'a self,
        asked: &'a Selector,
    ) -> impl Iterator<Item = (&'a Drawer, Option<&'a Values>)> {
        self.keys.iter().map(|(key, drawer)| {
            let finite = asked.values(key).filter(|values| values.is_finite());
            (
                drawer,
                finite.filter(|values| states(values) <= drawer.all.len()),
            )
        })
    }

    fn at(&self, places: Vec<usize>) -> impl Iterator<Item = (&Selector, &T)> {
        let found = places
            .into_iter()
            .filter_map(|place| self.entries.get(place));
        found.map(|(selector, attached)| (selector, attached))
    }
}

impl<T> Default for SelectorIndex<T> {
    fn default() -> SelectorIndex<T> {
        SelectorIndex::new()
    }
}

impl<T> Extend<(Selector, T)> for SelectorIndex<T> {
    fn extend<I: IntoIterator<Item = (Selector, T)>>(&mut self, entries: I) {
        for (selector, attached) in entries {
            self.insert(selector, attached);
        }
    }
}

impl<T> FromIterator<(Selector, T)> for SelectorIndex<T> {
    fn from_iter<I: IntoIterator<Item = (Selector, T)>>(entries: I) -> SelectorIndex<T> {
        let mut index = SelectorIndex::new();
        index.extend(entries);
        index
    }
}

impl Drawer {
    fn file(&mut self, values: &Values, place: usize) {
        for value in values.listed() {
            self.by_value.entry(value.clone()).or_default().push(place);
        }
        if values.has_absent() {
            self.by_absence.push(place);
        }
        self.all.push(place);
    }

    /// How many entries are filed under the states of a finite requirement, some counted twice.
    fn load(&self, values: &Values) -> usize {
        self.folders(values).map(<[usize]>::len).sum()
    }

    fn cost(&self, states: Option<&Values>) -> usize {
        match states {
            Some(values) => self.load(values),
            None => self.all.len(),
        }
    }

    fn collect(&self, states: Option<&Values>, places: &mut Vec<usize>) {
        match states {
            Some(values) => places.extend(self.folders(values).flatten()),
            None => places.extend(&self.all),
        }
    }

    /// The entries of one state of a finite requirement: of the one that has the fewest among the
    /// first few.
    fn with_one_state(&self, values: &Values) -> &[usize] {
        const LOOKED_AT: usize = 4;
        self.folders(values)
            .take(LOOKED_AT)
            .min_by_key(|folder| folder.len())
            .unwrap_or_default()
    }

    /// What is filed under each state of a finite requirement.
    fn folders(&self, values: &Values) -> impl Iterator<Item = &[usize]> {
        let absence = values.has_absent().then_some(self.by_absence.as_slice());
        let of = |value| self.by_value.get(value).map_or(&[][..], Vec::as_slice);
        absence.into_iter().chain(values.listed().iter().map(of))
    }
}

/// How many states a finite requirement admits.
fn states(values: &Values) -> usize {
    values.listed().len() + usize::from(values.has_absent())
}

/// The selectors that no other one of them covers alone: sorted, none twice, none that selects
/// nothing.
pub fn maximal(selectors: impl IntoIterator<Item = Selector>) -> Vec<Selector> {
    let mut selectors: Vec<Selector> = selectors.into_iter().collect();
    selectors.retain(|selector| !selector.is_empty());
    selectors.sort_unstable();
    selectors.dedup();
    if selectors.len() < 2 {
        return selectors;
    }
    if selectors.first().is_some_and(Selector::is_everything) {
        selectors.truncate(1);
        return selectors;
    }
    // Equal sets are equal selectors, so what covers another one is strictly larger.
    let index: SelectorIndex<()> = selectors
        .iter()
        .map(|selector| (selector.clone(), ()))
        .collect();
    let covered = |selector: &Selector| {
        index
            .covering(selector)
            .any(|(other, ())| other != selector)
    };
    selectors.retain(|selector| !covered(selector));
    selectors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(name: &str) -> Selector {
        Selector::everything().with("app", Values::one_of([name]))
    }

    #[test]
    fn a_family_of_names_is_found_by_name() {
        let index: SelectorIndex<usize> =
            (0..1000).map(|at| (app(&format!("a{at}")), at)).collect();
        assert_eq!(index.meeting_cost(&app("a7")), 1);
        assert_eq!(
            index
                .meeting(&app("a7"))
                .map(|(_, at)| *at)
                .collect::<Vec<_>>(),
            [7]
        );
        assert_eq!(
            index
                .covering(&app("a7"))
                .map(|(_, at)| *at)
                .collect::<Vec<_>>(),
            [7]
        );
        assert_eq!(index.covering_places(&app("a7")), [7]);
        assert_eq!(index.meeting(&Selector::everything()).count(), 1000);
    }

    #[test]
    fn several_cover_what_none_does_alone() {
        let tier = |values: Values| Selector::everything().with("tier", values);
        let index: SelectorIndex<u8> = [
            (tier(Values::one_of(["web"])), 0),
            (tier(Values::none_of(["web", "batch"])), 1),
            (tier(Values::one_of(["batch"])), 2),
        ]
        .into_iter()
        .collect();
        let budget = &mut Budget::new(100);
        let all = Selector::everything();
        assert_eq!(index.uncovered(&all, |_| true, budget), Ok(Vec::new()));
        let rest = index.uncovered(&all, |at| *at != 2, budget);
        assert_eq!(rest, Ok(vec![tier(Values::one_of(["batch"]))]));
        let little = &mut Budget::new(1);
        assert_eq!(index.uncovered(&all, |_| true, little), Err(TooComplex));
    }

    #[test]
    fn a_shared_requirement_does_not_fill_one_folder() {
        let web = |name: &str| app(name).with("aaa", Values::one_of(["web"]));
        let index: SelectorIndex<usize> =
            (0..1000).map(|at| (web(&format!("a{at}")), at)).collect();
        assert!(index.covering_places(&web("a700")).len() <= 2);
    }

    #[test]
    fn everything_swallows_all() {
        let many = (0..100).map(|at| app(&format!("a{at}")));
        assert_eq!(
            maximal(many.chain([Selector::everything()])),
            [Selector::everything()]
        );
        assert_eq!(maximal([Selector::nothing()]), []);
        assert_eq!(
            maximal([app("a"), app("b"), app("a")]),
            [app("a"), app("b")]
        );
    }
}
