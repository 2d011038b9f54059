//! Sets of points on a line, as sorted ranges.

use std::iter::from_fn;

/// A point of a finite line: every point but the last has a next one.
pub(super) trait Point: Copy + Ord {
    const FIRST: Self;
    const LAST: Self;
    fn next(self) -> Option<Self>;
    fn previous(self) -> Option<Self>;
}

macro_rules! point {
    ($($integer:ty),*) => {$(
        impl Point for $integer {
            const FIRST: Self = Self::MIN;
            const LAST: Self = Self::MAX;
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}

point!(u16, u32, u128);

/// A set of points. Canonical: inclusive ranges, sorted, disjoint and not adjacent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ranges<T> {
    spans: Vec<(T, T)>,
}

impl<T: Point> Ranges<T> {
    pub(super) const fn none() -> Ranges<T> {
        Ranges { spans: Vec::new() }
    }

    /// All points that are in one of these ranges; a range that ends before it starts has none.
    pub(super) fn from_spans(mut spans: Vec<(T, T)>) -> Ranges<T> {
        spans.retain(|(low, high)| low <= high);
        spans.sort_unstable();
        let mut joined: Vec<(T, T)> = Vec::with_capacity(spans.len());
        for (low, high) in spans {
            match joined.last_mut() {
                Some((_, end)) if end.next().is_none_or(|next| low <= next) => {
                    *end = high.max(*end);
                }
                _ => joined.push((low, high)),
            }
        }
        Ranges { spans: joined }
    }

    pub(super) fn spans(&self) -> &[(T, T)] {
        &self.spans
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn contains(&self, point: T) -> bool {
        self.span_from(point).is_some_and(|(low, _)| low <= point)
    }

    pub(super) fn union(&self, other: &Ranges<T>) -> Ranges<T> {
        Ranges::from_spans(self.spans.iter().chain(&other.spans).copied().collect())
    }

    pub(super) fn and(&self, other: &Ranges<T>) -> Ranges<T> {
        Ranges {
            spans: self.overlaps(other).collect(),
        }
    }

    pub(super) fn meets(&self, other: &Ranges<T>) -> bool {
        self.overlaps(other).next().is_some()
    }

    pub(super) fn minus(&self, other: &Ranges<T>) -> Ranges<T> {
        self.and(&other.not())
    }

    pub(super) fn is_subset(&self, other: &Ranges<T>) -> bool {
        // Ranges are not adjacent, so each must lie within one of the other's.
        self.spans.iter().all(|&(low, high)| {
            other
                .span_from(low)
                .is_some_and(|(start, end)| start <= low && high <= end)
        })
    }

    fn not(&self) -> Ranges<T> {
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        let mut free_from = Some(T::FIRST);
        for &(low, high) in &self.spans {
            if let (Some(start), Some(end)) = (free_from, low.previous())
                && start <= end
            {
                spans.push((start, end));
            }
            free_from = high.next();
        }
        spans.extend(free_from.map(|start| (start, T::LAST)));
        Ranges { spans }
    }

    /// The first range that does not end before `point`.
    fn span_from(&self, point: T) -> Option<(T, T)> {
        let at = self.spans.partition_point(|&(_, high)| high < point);
        self.spans.get(at).copied()
    }

    fn overlaps<'a>(&'a self, other: &'a Ranges<T>) -> impl Iterator<Item = (T, T)> + 'a {
        let (mut left, mut right) = (self.spans.iter().peekable(), other.spans.iter().peekable());
        from_fn(move || {
            loop {
                let (&&(left_low, left_high), &&(right_low, right_high)) =
                    (left.peek()?, right.peek()?);
                if left_high < right_high {
                    left.next();
                } else {
                    right.next();
                }
                let (low, high) = (left_low.max(right_low), left_high.min(right_high));
                if low <= high {
                    return Some((low, high));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_join_and_the_ends_of_the_line_hold() {
        let all = Ranges::from_spans(vec![(5, u16::MAX), (0, 4)]);
        assert_eq!(all.spans(), [(0, u16::MAX)]);
        assert!(all.minus(&all).is_empty());
        let inner = Ranges::from_spans(vec![(1, u16::MAX - 1)]);
        assert_eq!(all.minus(&inner).spans(), [(0, 0), (u16::MAX, u16::MAX)]);
        assert!(inner.is_subset(&all) && !all.is_subset(&inner));
        assert!(Ranges::from_spans(vec![(3_u16, 2)]).is_empty());
    }
}
