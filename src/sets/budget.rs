//! What a computation may cost, and the errors that say it would cost more.

use std::error::Error;
use std::fmt;

/// The steps that a computation may still take.
///
/// Subtracting unions of products is hard in the worst case, so the operations that can explode
/// take a budget. A step is about one pair of products, or one cut of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// A budget of this many steps.
    pub const fn new(steps: u64) -> Budget {
        Budget { left: steps }
    }

    /// The steps that are left.
    pub const fn left(&self) -> u64 {
        self.left
    }

    /// Takes `steps` off the budget.
    ///
    /// # Errors
    /// When fewer are left; the budget is then used up, so that later work stops as well.
    pub fn spend(&mut self, steps: u64) -> Result<(), TooComplex> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        left.map(|_| ()).ok_or(TooComplex)
    }

    /// Takes one step for each of `count` things.
    pub(super) fn spend_for(&mut self, count: usize) -> Result<(), TooComplex> {
        self.spend(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

/// The computation needs more steps than its [`Budget`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TooComplex;

impl fmt::Display for TooComplex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the sets are too complex to compute with")
    }
}

impl Error for TooComplex {}

/// The result has more parts than the caller can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TooMany;

impl fmt::Display for TooMany {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the set has too many parts")
    }
}

impl Error for TooMany {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_stays_used_up() {
        let mut budget = Budget::new(3);
        assert_eq!(budget.spend(2), Ok(()));
        assert_eq!(budget.left(), 1);
        assert_eq!(budget.spend(2), Err(TooComplex));
        assert_eq!(budget.spend(1), Err(TooComplex));
        assert_eq!(budget.spend(0), Ok(()));
    }
}
