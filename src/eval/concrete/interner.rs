//! Words as numbers.

use rustc_hash::FxHashMap;

/// Gives every word a number, the same for the same word.
#[derive(Debug, Default)]
pub(super) struct Interner {
    ids: FxHashMap<String, usize>,
}

impl Interner {
    pub(super) fn id(&mut self, word: &str) -> usize {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.ids.len();
        self.ids.insert(word.to_owned(), id);
        id
    }
}
