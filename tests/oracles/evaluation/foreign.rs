//! Objects as others write them, in clusters whose pods have addresses that blocks name.

use std::ops::Range;

use crate::oracles::evaluation::case::Case;
use crate::oracles::evaluation::housing::Housing;
use crate::oracles::evaluation::stored::taken;
use crate::properties::evaluator::mention;
use crate::properties::policies::policies;
use crate::properties::random::Random;
use crate::properties::town::Town;
use crate::properties::universe::Mentioned;

/// The cases of seeds, of the objects that a server takes. Nothing without a judge.
pub(crate) fn cases(seeds: Range<u64>) -> Option<Vec<Case>> {
    let written = seeds.clone().map(|seed| policies(&mut Random::new(seed)));
    let taken = taken(written.collect())?;
    let cases = seeds.zip(taken).filter_map(|(seed, objects)| {
        if objects.stored.is_empty() {
            return None;
        }
        let mut random = Random::new(seed);
        let mut mentioned = Mentioned::default();
        mention(&objects.stored, &mut mentioned);
        let town = Town::new(&mentioned, &["shop", "ops"], &mut random);
        Case::new(seed, objects, &town, Housing::Anywhere, &mut random)
    });
    Some(cases.collect())
}
