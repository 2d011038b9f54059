//! Sets of labelled objects: a conjunction of requirements, one for each label key.

use std::iter::Peekable;
use std::slice;

use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;

use crate::sets::budget::TooMany;
use crate::sets::pod::NAMESPACE_NAME;
use crate::sets::values::Values;

/// What is asked of keys; of one, which is what most selectors do, takes no memory of its own.
type Requirements = SmallVec<[(SmolStr, Values); 1]>;

/// The objects whose labels satisfy a requirement for each of some keys (S16).
///
/// Canonical: sorted by key, no key that requires nothing, and one form only for "no object".
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector {
    requirements: Requirements,
}

impl Selector {
    /// Every object, whatever its labels.
    pub const fn everything() -> Selector {
        Selector {
            requirements: SmallVec::new_const(),
        }
    }

    /// No object. Its one requirement, on a key that no label can have, cannot be satisfied, so
    /// whoever writes requirements out cannot take it for [`Selector::everything`].
    pub fn nothing() -> Selector {
        Selector {
            requirements: smallvec![(SmolStr::default(), Values::none())],
        }
    }

    /// The namespaces of these names (S18).
    pub fn namespaces(names: Values) -> Selector {
        // The key is too long for a `SmolStr` that holds its own text.
        Selector::everything().with(SmolStr::new_static(NAMESPACE_NAME), names)
    }

    /// The objects of this selector that also satisfy `values` for `key`.
    pub fn with(mut self, key: impl Into<SmolStr>, values: Values) -> Selector {
        if self.is_empty() {
            return self;
        }
        let key = key.into();
        let place = self.requirements.binary_search_by(|(own, _)| own.cmp(&key));
        let values = match self.values(&key) {
            Some(own) => own.and(&values),
            None => values,
        };
        if values.is_empty() {
            return Selector::nothing();
        }
        match place {
            Ok(at) => {
                if let Some((_, own)) = self.requirements.get_mut(at) {
                    *own = values;
                }
            }
            Err(at) if !values.is_all() => self.requirements.insert(at, (key, values)),
            Err(_) => {}
        }
        self
    }

    /// The requirements, sorted by key; none of them is [`Values::all`].
    pub fn requirements(&self) -> &[(SmolStr, Values)] {
        &self.requirements
    }

    /// The requirement for `key`, if there is one.
    pub fn values(&self, key: &str) -> Option<&Values> {
        let place = self
            .requirements
            .binary_search_by(|(own, _)| own.as_str().cmp(key));
        place
            .ok()
            .and_then(|at| self.requirements.get(at))
            .map(|(_, values)| values)
    }

    /// Whether every object is selected.
    pub fn is_everything(&self) -> bool {
        self.requirements.is_empty()
    }

    /// Whether no object can be selected.
    pub fn is_empty(&self) -> bool {
        self.requirements
            .iter()
            .any(|(_, values)| values.is_empty())
    }

    /// Whether an object with these labels is selected; `labels` looks a key up.
    pub fn matches<'a>(&self, labels: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.requirements
            .iter()
            .all(|(key, values)| values.contains(labels(key)))
    }

    /// The objects that both select.
    pub fn and(&self, other: &Selector) -> Selector {
        let mut requirements =
            Requirements::with_capacity(self.requirements.len().max(other.len()));
        for (key, own, others) in self.zip(other) {
            let values = match (own, others) {
                (Some(own), Some(others)) => own.and(others),
                (Some(values), None) | (None, Some(values)) => values.clone(),
                (None, None) => continue,
            };
            if values.is_empty() {
                return Selector::nothing();
            }
            requirements.push((key.clone(), values));
        }
        Selector { requirements }
    }

    /// Whether both select some object.
    pub fn meets(&self, other: &Selector) -> bool {
        self.zip(other).all(|(_, own, others)| match (own, others) {
            (Some(own), Some(others)) => own.meets(others),
            (Some(values), None) | (None, Some(values)) => !values.is_empty(),
            (None, None) => true,
        })
    }

    /// Whether the other selects all that this one does.
    pub fn is_subset(&self, other: &Selector) -> bool {
        self.is_empty()
            || other
                .requirements
                .iter()
                .all(|(key, values)| self.values(key).is_some_and(|own| own.is_subset(values)))
    }

    /// The objects that this selects and the other does not: disjoint pieces, at most one for each
    /// key of the other.
    pub fn minus(&self, other: &Selector) -> Vec<Selector> {
        if self.is_empty() {
            return Vec::new();
        }
        if !self.meets(other) {
            return vec![self.clone()];
        }
        let mut inside = self.clone();
        let mut pieces = Vec::new();
        for (key, values) in &other.requirements {
            let outside = inside.clone().with(key.clone(), values.not());
            if !outside.is_empty() {
                pieces.push(outside);
            }
            inside = inside.with(key.clone(), values.clone());
        }
        pieces
    }

    /// Whether one `LabelSelector` of Kubernetes can say this (S16).
    ///
    /// A conjunction of `In`, `NotIn`, `Exists` and `DoesNotExist` can say everything but "one of
    /// these values, or absent", and nothing that selects no object.
    pub fn expressible(&self) -> bool {
        !self.is_empty()
            && !self
                .requirements
                .iter()
                .any(|(_, values)| needs_two(values))
    }

    /// Disjoint [expressible](Selector::expressible) selectors that together select the same.
    ///
    /// # Errors
    /// When there would be more than `limit`; no more than that are ever built.
    pub fn split(&self, limit: usize) -> Result<Vec<Selector>, TooMany> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        if limit == 0 {
            return Err(TooMany);
        }
        let mut parts = vec![self.clone()];
        for (key, values) in self
            .requirements
            .iter()
            .filter(|(_, values)| needs_two(values))
        {
            if parts.len() > limit / 2 {
                return Err(TooMany);
            }
            let listed = Values::one_of(values.listed().iter().cloned());
            parts = parts
                .into_iter()
                .flat_map(|part| {
                    let with_value = part.clone().with(key.clone(), listed.clone());
                    [with_value, part.with(key.clone(), Values::absent())]
                })
                .collect();
        }
        Ok(parts)
    }

    /// The same selector with `values` as its requirement for `key`, whatever that was.
    pub(super) fn replacing(&self, key: &str, values: Values) -> Selector {
        let mut requirements = self.requirements.clone();
        requirements.retain(|(own, _)| own != key);
        Selector { requirements }.with(key, values)
    }

    fn len(&self) -> usize {
        self.requirements.len()
    }

    /// The keys of both in order, each with the requirements of either.
    fn zip<'a>(&'a self, other: &'a Selector) -> Zip<'a> {
        Zip {
            left: self.requirements.iter().peekable(),
            right: other.requirements.iter().peekable(),
        }
    }
}

/// The one form of requirement that takes two selectors.
fn needs_two(values: &Values) -> bool {
    values.is_finite() && values.has_absent() && !values.listed().is_empty()
}

struct Zip<'a> {
    left: Peekable<slice::Iter<'a, (SmolStr, Values)>>,
    right: Peekable<slice::Iter<'a, (SmolStr, Values)>>,
}

impl<'a> Iterator for Zip<'a> {
    type Item = (&'a SmolStr, Option<&'a Values>, Option<&'a Values>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = match (self.left.peek(), self.right.peek()) {
            (Some((left, _)), Some((right, _))) => left.min(right),
            (Some((key, _)), None) | (None, Some((key, _))) => key,
            (None, None) => return None,
        };
        let left = self.left.next_if(|(own, _)| own == key);
        let right = self.right.next_if(|(own, _)| own == key);
        Some((
            key,
            left.map(|(_, values)| values),
            right.map(|(_, values)| values),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(name: &str) -> Selector {
        Selector::everything().with("app", Values::one_of([name]))
    }

    #[test]
    fn every_selector_of_nothing_is_the_same() {
        let twice = app("a").with("app", Values::one_of(["b"]));
        let other = Selector::everything().with("tier", Values::none());
        assert_eq!(twice, other);
        assert_eq!(twice, Selector::nothing());
        assert!(!Selector::nothing().expressible());
        assert_eq!(Selector::nothing().split(0), Ok(Vec::new()));
    }

    #[test]
    fn one_of_these_or_absent_takes_two_selectors() {
        let either = Values::one_of(["a"]).or(&Values::absent());
        let both = Selector::everything()
            .with("x", either.clone())
            .with("y", either);
        assert!(!both.expressible());
        assert_eq!(both.split(4).map(|parts| parts.len()), Ok(4));
        assert_eq!(both.split(3), Err(TooMany));
        assert_eq!(app("a").split(0), Err(TooMany));
        assert_eq!(app("a").split(1), Ok(vec![app("a")]));
    }

    #[test]
    fn present_but_none_of_these_is_expressible() {
        let values = Values::none_of(["a"]).and(&Values::present());
        assert!(Selector::everything().with("x", values).expressible());
        assert!(
            Selector::everything()
                .with("x", Values::absent())
                .expressible()
        );
    }
}
