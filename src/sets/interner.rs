//! Equal values stored once.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// Values by number: equal ones have one number, given in the order of arrival.
#[derive(Clone, Debug)]
pub struct Interner<T> {
    values: Vec<Arc<T>>,
    ids: FxHashMap<Arc<T>, u32>,
    missing: Arc<T>,
}

impl<T: Eq + Hash> Interner<T> {
    /// Nothing yet; `missing` stands for what has no number.
    pub fn new(missing: T) -> Self {
        Self {
            values: Vec::new(),
            ids: FxHashMap::default(),
            missing: Arc::new(missing),
        }
    }

    /// The number of `value`, stored if it was not yet.
    pub fn intern(&mut self, value: T) -> u32 {
        if let Some(id) = self.ids.get(&value) {
            return *id;
        }
        let id = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let value = Arc::new(value);
        self.values.push(Arc::clone(&value));
        self.ids.insert(value, id);
        id
    }

    /// The number of a value, if it is stored.
    pub fn find(&self, value: &T) -> Option<u32> {
        self.ids.get(value).copied()
    }

    /// The value of a number that this interner gave.
    pub fn get(&self, id: u32) -> &T {
        self.values.get(id as usize).unwrap_or(&self.missing)
    }

    /// All values, in the order of their numbers.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> {
        self.values.iter().map(AsRef::as_ref)
    }
}

impl<T: Default + Eq + Hash> Default for Interner<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
