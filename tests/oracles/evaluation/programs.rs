//! Random programs as cases, with what their texts say of the connections.

use std::ops::Range;

use netpolc::model::Intent;
use netpolc::sets::Direction;

use crate::oracles::evaluation::case::Case;
use crate::oracles::evaluation::engines::Sides;
use crate::oracles::evaluation::housing::Housing;
use crate::oracles::evaluation::stored::taken;
use crate::properties::case::meant;
use crate::properties::differential::town;
use crate::properties::generator::program;
use crate::properties::program::Program;
use crate::properties::random::Random;
use crate::support::meant::Meant;

/// A case, and for each of its connections what the text says of its ends.
#[derive(Debug)]
pub(crate) struct Meaning {
    pub(crate) case: Case,
    pub(crate) meant: Vec<Sides>,
}

/// The cases of seeds: of the programs that compile, and write something. Nothing without a judge.
pub(crate) fn cases(seeds: Range<u64>) -> Option<Vec<Meaning>> {
    let compiled = seeds.filter_map(|seed| {
        let program = program(seed);
        let meant = meant(&program).ok()?;
        (!meant.objects.is_empty()).then_some((seed, program, meant))
    });
    let compiled: Vec<(u64, Program, Meant)> = compiled.collect();
    let written = compiled.iter().map(|(.., meant)| meant.enforced());
    let taken = taken(written.collect())?;
    let cases = compiled.iter().zip(taken);
    let cases = cases.filter_map(|((seed, program, meant), objects)| {
        assert_eq!(
            objects.stored.len(),
            meant.enforced().len(),
            "seed {seed}: an object is refused"
        );
        let mut random = Random::new(*seed);
        let town = town(program, meant, &mut random);
        let case = Case::new(*seed, objects, &town, Housing::Outside, &mut random)?;
        let intent = Intent::of(&meant.model);
        let said = case.points.iter().map(|point| {
            // What is not the text's own end is isolated by nobody.
            let allows = |direction| intent.allows(direction, point).unwrap_or(true);
            Sides {
                egress: allows(Direction::Egress),
                ingress: allows(Direction::Ingress),
            }
        });
        let meant = said.collect();
        Some(Meaning { case, meant })
    });
    Some(cases.collect())
}
