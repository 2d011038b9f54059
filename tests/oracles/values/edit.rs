//! Texts that are one edit away from another.

use crate::properties::random::Random;

/// The text with one character more, one less, another one, or two of them swapped. It may come out
/// as it was.
pub(crate) fn edited(text: &str, alphabet: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let alphabet: Vec<char> = alphabet.chars().collect();
    let length = characters.len();
    if length == 0 || random.chance(30) {
        characters.insert(at(length + 1, random), random.pick(&alphabet));
        return characters.into_iter().collect();
    }
    let at = at(length, random);
    match random.below(7) {
        0 | 1 => {
            characters.remove(at);
        }
        2 => characters.swap(at, (at + 1) % length),
        3 => characters.insert(at, characters[at]),
        _ => characters[at] = random.pick(&alphabet),
    }
    characters.into_iter().collect()
}

/// A place among so many: often the first or the last, where rules differ.
fn at(count: usize, random: &mut Random) -> usize {
    match random.below(5) {
        0 => 0,
        1 => count - 1,
        _ => random.below(count),
    }
}
