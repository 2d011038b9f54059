//! Words in a row.

use std::collections::BTreeSet;

/// How many are spelt out.
const MOST: usize = 5;

/// `` `a`, `b` and 3 more ``; nothing of none.
pub fn listed(words: &BTreeSet<&str>) -> Option<String> {
    let shown = words.iter().take(MOST).map(|word| format!("`{word}`"));
    let shown: Vec<String> = shown.collect();
    let more = words.len().saturating_sub(shown.len());
    match shown.as_slice() {
        [] => None,
        shown if more > 0 => Some(format!("{} and {more} more", shown.join(", "))),
        shown => Some(shown.join(", ")),
    }
}
