//! What a selector asks of one label key.

use std::cmp::Ordering;

use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use crate::sets::member::Member;

/// The longest label value that Kubernetes accepts (V31).
const LONGEST_VALUE: usize = 63;

/// Values; one, which is what most requirements have, takes no memory of its own.
type Listed = SmallVec<[SmolStr; 1]>;

/// A set of states of one label key: of its values, and of "absent".
///
/// The values are finitely many, or all but finitely many. That is closed under and, or, not, and
/// says all that a requirement of a `LabelSelector` can say (S16). The empty string is a value like
/// any other and is not "absent".
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Values {
    finite: bool,
    absent: bool,
    /// Sorted, without duplicates: the members when finite, else the values that are no members.
    listed: Listed,
}

impl Values {
    /// `In`: the label is there with one of these values (S16).
    pub fn one_of<I: IntoIterator<Item: Into<SmolStr>>>(values: I) -> Values {
        Values {
            finite: true,
            absent: false,
            listed: sorted(values),
        }
    }

    /// `NotIn`: the label has none of these values, or is absent (S16).
    pub fn none_of<I: IntoIterator<Item: Into<SmolStr>>>(values: I) -> Values {
        Values {
            finite: false,
            absent: true,
            listed: sorted(values),
        }
    }

    /// `Exists`: any value, but not absent (S16).
    pub const fn present() -> Values {
        Values {
            finite: false,
            absent: false,
            listed: SmallVec::new_const(),
        }
    }

    /// `DoesNotExist`: absent only (S16).
    pub const fn absent() -> Values {
        Values {
            finite: true,
            absent: true,
            listed: SmallVec::new_const(),
        }
    }

    /// Every value and absent: no requirement at all.
    pub const fn all() -> Values {
        Values {
            finite: false,
            absent: true,
            listed: SmallVec::new_const(),
        }
    }

    /// No state: nothing satisfies it.
    pub const fn none() -> Values {
        Values {
            finite: true,
            absent: false,
            listed: SmallVec::new_const(),
        }
    }

    /// Sorted: the values in the set when it [is finite](Values::is_finite), else those not in it.
    pub fn listed(&self) -> &[SmolStr] {
        &self.listed
    }

    /// Whether finitely many values belong to the set.
    pub const fn is_finite(&self) -> bool {
        self.finite
    }

    /// Whether "absent" belongs to the set.
    pub const fn has_absent(&self) -> bool {
        self.absent
    }

    /// The value that alone belongs to the set, if there is one.
    pub fn only(&self) -> Option<&SmolStr> {
        match self.listed() {
            [one] if self.is_finite() && !self.has_absent() => Some(one),
            _ => None,
        }
    }

    /// Whether nothing belongs to the set.
    pub fn is_empty(&self) -> bool {
        self.finite && !self.absent && self.listed.is_empty()
    }

    /// Whether everything belongs to the set.
    pub fn is_all(&self) -> bool {
        !self.finite && self.absent && self.listed.is_empty()
    }

    /// Whether a label with this value, or an absent one, belongs to the set.
    pub fn contains(&self, value: Option<&str>) -> bool {
        match value {
            None => self.absent,
            Some(value) => self.lists(value) == self.finite,
        }
    }

    /// What belongs to both.
    pub fn and(&self, other: &Values) -> Values {
        let (left, right) = (&self.listed, &other.listed);
        let listed = match (self.finite, other.finite) {
            (true, true) => merged(left, right, |in_left, in_right| in_left && in_right),
            (true, false) => merged(left, right, |in_left, in_right| in_left && !in_right),
            (false, true) => merged(left, right, |in_left, in_right| in_right && !in_left),
            (false, false) => merged(left, right, |_, _| true),
        };
        Values {
            finite: self.finite || other.finite,
            absent: self.absent && other.absent,
            listed,
        }
    }

    /// What belongs to one of them at least.
    pub fn or(&self, other: &Values) -> Values {
        self.not().and(&other.not()).not()
    }

    /// What belongs to one of these sets at least.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Values>) -> Values {
        let mut finite = Values::none();
        let mut infinite = Values::none();
        for values in sets {
            finite.absent |= values.absent;
            if values.finite {
                finite.listed.extend(values.listed.iter().cloned());
            } else {
                infinite = infinite.or(values);
            }
        }
        finite.listed = sorted(finite.listed);
        finite.or(&infinite)
    }

    /// What does not belong to the set.
    pub fn not(&self) -> Values {
        Values {
            finite: !self.finite,
            absent: !self.absent,
            listed: self.listed.clone(),
        }
    }

    /// What belongs to this set and not to the other.
    pub fn minus(&self, other: &Values) -> Values {
        self.and(&other.not())
    }

    /// Whether all that belongs to this set belongs to the other.
    pub fn is_subset(&self, other: &Values) -> bool {
        if self.absent && !other.absent {
            return false;
        }
        match (self.finite, other.finite) {
            (true, true) => {
                self.listed.len() <= other.listed.len()
                    && self.listed.iter().all(|value| other.lists(value))
            }
            (true, false) => !shares(&self.listed, &other.listed),
            (false, true) => false,
            (false, false) => {
                other.listed.len() <= self.listed.len()
                    && other.listed.iter().all(|value| self.lists(value))
            }
        }
    }

    /// Whether something belongs to both.
    pub fn meets(&self, other: &Values) -> bool {
        if self.absent && other.absent {
            return true;
        }
        match (self.finite, other.finite) {
            (true, true) => shares(&self.listed, &other.listed),
            (true, false) => self.listed.iter().any(|value| !other.lists(value)),
            (false, true) => other.listed.iter().any(|value| !self.lists(value)),
            (false, false) => true,
        }
    }

    /// One member: absent if that belongs to the set, else a value that is a valid label value
    /// (V31) wherever the set has one.
    pub fn witness(&self) -> Option<Member> {
        if self.absent {
            return Some(Member::Absent);
        }
        if self.finite {
            let valid = self.listed.iter().find(|value| is_label_value(value));
            return valid.or(self.listed.first()).cloned().map(Member::Value);
        }
        // One more candidate than there are excluded values: one of them is free.
        (0..=self.listed.len())
            .map(|number| {
                if number == 0 {
                    "other".into()
                } else {
                    format_smolstr!("other-{number}")
                }
            })
            .find(|value| !self.lists(value))
            .map(Member::Value)
    }

    fn lists(&self, value: &str) -> bool {
        self.listed
            .binary_search_by(|listed| listed.as_str().cmp(value))
            .is_ok()
    }
}

/// The syntax of V31.
fn is_label_value(value: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    value.len() <= LONGEST_VALUE
        && value.bytes().all(inner)
        && value
            .bytes()
            .next()
            .is_none_or(|byte| byte.is_ascii_alphanumeric())
        && value
            .bytes()
            .next_back()
            .is_none_or(|byte| byte.is_ascii_alphanumeric())
}

fn sorted<I: IntoIterator<Item: Into<SmolStr>>>(values: I) -> Listed {
    let mut values: Listed = values.into_iter().map(Into::into).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Whether two sorted lists have a value in common.
fn shares(left: &[SmolStr], right: &[SmolStr]) -> bool {
    let (short, long) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    short.iter().any(|value| long.binary_search(value).is_ok())
}

/// Walks two sorted lists at once and keeps the values that `keep` wants, told where each occurs.
fn merged(left: &[SmolStr], right: &[SmolStr], keep: fn(bool, bool) -> bool) -> Listed {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut kept = Listed::new();
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(in_left), Some(in_right)) => in_left.cmp(in_right),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return kept,
        };
        let from_left = if order.is_le() { left.next() } else { None };
        let from_right = if order.is_ge() { right.next() } else { None };
        if keep(from_left.is_some(), from_right.is_some()) {
            kept.extend(from_left.or(from_right).cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_value_is_not_absent() {
        let empty = Values::one_of([""]);
        assert!(empty.contains(Some("")));
        assert!(!empty.contains(None));
        assert!(!empty.is_empty());
        assert!(!empty.meets(&Values::absent()));
    }

    #[test]
    fn a_fresh_witness_avoids_what_is_excluded() {
        let values = Values::none_of(["other", "other-1"]).minus(&Values::absent());
        assert_eq!(values.witness(), Some(Member::Value("other-2".into())));
    }

    #[test]
    fn a_witness_prefers_a_valid_label_value() {
        let long = "a".repeat(64);
        let values = Values::one_of(["-a", long.as_str(), "b c", "x"]);
        assert_eq!(values.witness(), Some(Member::Value("x".into())));
        assert_eq!(
            Values::one_of(["-a"]).witness(),
            Some(Member::Value("-a".into()))
        );
    }
}
