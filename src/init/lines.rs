//! The comments of a program, on lines that are no longer than they have to be.

use std::collections::BTreeSet;

use crate::diagnostics::render::escaped;
use crate::init::spot::Spot;

/// How long a line is at most, where it can be cut: as those of statements.
const WIDTH: usize = 100;

/// How many places are named for one thing.
const MOST_SPOTS: usize = 4;

/// A comment of these words, or of what stands between them and other things.
pub(super) fn comment(words: &str) -> String {
    wrapped(words.split(' '), "# ")
}

/// What is no rule, and where it was seen.
pub(super) fn remark(words: &str, spots: &BTreeSet<Spot>) -> String {
    let head = format!("left out: {words}");
    comment(&head) + &listed(spots, "#   ")
}

/// Where a rule was seen.
pub(super) fn seen(spots: &BTreeSet<Spot>) -> String {
    listed(spots, "# ")
}

/// Places, each on one line if it fits.
fn listed(spots: &BTreeSet<Spot>, start: &str) -> String {
    let places = places(spots);
    let pieces = places.iter().flat_map(|place| {
        let fits = start.len() + place.chars().count() <= WIDTH;
        place.split(move |char| !fits && char == ' ')
    });
    wrapped(pieces, start)
}

fn places(spots: &BTreeSet<Spot>) -> Vec<String> {
    let mut places: Vec<String> = spots.iter().take(MOST_SPOTS).map(Spot::to_string).collect();
    let more = spots.len().saturating_sub(MOST_SPOTS);
    if more > 0 {
        places.push(format!("and {more} more"));
    }
    let last = places.len().saturating_sub(1);
    for place in places.iter_mut().take(last) {
        place.push(',');
    }
    // A name of a file may hold anything.
    places
        .iter()
        .map(|place| escaped(place).into_owned())
        .collect()
}

/// Pieces on as many lines as they need.
fn wrapped<'t>(pieces: impl Iterator<Item = &'t str>, start: &str) -> String {
    let mut out = String::from(start);
    let mut length = start.len();
    let mut is_start = true;
    for piece in pieces {
        let width = piece.chars().count();
        if !is_start && length + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(start);
            length = start.len();
            is_start = true;
        }
        if !is_start {
            out.push(' ');
            length += 1;
        }
        out.push_str(piece);
        length += width;
        is_start = false;
    }
    out.push('\n');
    out
}
