//! The word that was probably meant.

/// A slip in fewer letters than these makes another word: `db` is no misspelt `dc`.
const LETTERS_PER_SLIP: usize = 3;

/// Of some words the one that is nearest to `word`, if one is near at all; of equally near ones the first
/// in the alphabet.
pub fn near_word<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let limit = word.chars().count() / LETTERS_PER_SLIP;
    if limit == 0 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in words {
        if candidate.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(candidate, word);
        if distance <= limit && best.is_none_or(|best| (distance, candidate) < best) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
