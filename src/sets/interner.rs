//! Equal values stored once.

use std::hash::Hash;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// Values by number: equal ones have one number, given in the order of arrival.
#[derive(Clone, Debug)]
pub struct Interner<T> {
    values: IndexSet<T, FxBuildHasher>,
    missing: T,
}

impl<T: Eq + Hash> Interner<T> {
    /// Nothing yet; `missing` stands for what has no number.
    pub fn new(missing: T) -> Self {
        Self {
            values: IndexSet::default(),
            missing,
        }
    }

    /// The number of `value`, stored if it was not yet.
    pub fn intern(&mut self, value: T) -> u32 {
        let (at, _) = self.values.insert_full(value);
        number(at)
    }

    /// The number of a value, if it is stored.
    pub fn find(&self, value: &T) -> Option<u32> {
        self.values.get_index_of(value).map(number)
    }

    /// The value of a number that this interner gave.
    pub fn get(&self, id: u32) -> &T {
        self.values.get_index(id as usize).unwrap_or(&self.missing)
    }

    /// All values, in the order of their numbers.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> {
        self.values.iter()
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<T: Default + Eq + Hash> Default for Interner<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
