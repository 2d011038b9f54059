//! Sets of port numbers.

use crate::sets::ranges::Ranges;

/// A set of port numbers, all of them within 1 to 65535. Equal sets compare equal.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbers {
    ranges: Ranges<u16>,
}

impl Numbers {
    /// No number.
    pub const fn none() -> Numbers {
        Numbers {
            ranges: Ranges::none(),
        }
    }

    /// The numbers 1 to 65535.
    pub fn all() -> Numbers {
        Numbers::span(1, u16::MAX)
    }

    /// The numbers from `low` to `high`, both included, that are port numbers (S22).
    pub fn span(low: u16, high: u16) -> Numbers {
        Numbers {
            ranges: Ranges::from_spans(vec![(low.max(1), high)]),
        }
    }

    /// The ranges, sorted, disjoint and not adjacent, each as its first and last number.
    pub fn ranges(&self) -> &[(u16, u16)] {
        self.ranges.spans()
    }

    /// Whether there is no number in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether every port number is in the set.
    pub fn is_all(&self) -> bool {
        self.ranges() == [(1, u16::MAX)]
    }

    /// Whether this number is in the set.
    pub fn contains(&self, number: u16) -> bool {
        self.ranges.contains(number)
    }

    /// The numbers in one of them at least.
    pub fn union(&self, other: &Numbers) -> Numbers {
        Numbers {
            ranges: self.ranges.union(&other.ranges),
        }
    }

    /// The numbers in one of these sets at least.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Numbers>) -> Numbers {
        let spans = sets
            .into_iter()
            .flat_map(Numbers::ranges)
            .copied()
            .collect();
        Numbers {
            ranges: Ranges::from_spans(spans),
        }
    }

    /// The numbers in both.
    pub fn and(&self, other: &Numbers) -> Numbers {
        Numbers {
            ranges: self.ranges.and(&other.ranges),
        }
    }

    /// The numbers in this set that are not in the other.
    pub fn minus(&self, other: &Numbers) -> Numbers {
        Numbers {
            ranges: self.ranges.minus(&other.ranges),
        }
    }

    /// Whether all numbers in this set are in the other.
    pub fn is_subset(&self, other: &Numbers) -> bool {
        self.ranges.is_subset(&other.ranges)
    }

    /// Whether a number is in both.
    pub fn meets(&self, other: &Numbers) -> bool {
        self.ranges.meets(&other.ranges)
    }

    /// The least number in the set.
    pub fn first(&self) -> Option<u16> {
        self.ranges().first().map(|&(low, _)| low)
    }
}
