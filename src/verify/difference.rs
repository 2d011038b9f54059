//! A connection that two readings decide differently.

use crate::sets::{Budget, Direction, Endpoint, FlowPoint, Gates, Selector, TooComplex, Way};
use crate::verify::reading::Reading;

/// A connection that objects and text decide differently at one of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The direction in which that end decides.
    pub direction: Direction,
    /// The connection.
    pub witness: FlowPoint,
    /// Whether the objects let it through, and the text does not; else it is the other way round.
    pub written: bool,
}

/// The pods whose connections are too complex to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// Their namespace, and the direction.
    pub way: Way,
}

/// A difference of what objects say, with some pods `assumed` to be isolated besides, and what a text
/// says, in the namespaces that are `concerned`; `None` where they say the same of every connection that
/// could exist.
///
/// # Errors
/// When that takes more steps than the budget has.
pub(super) fn difference<A, B>(
    written: &Gates<A>,
    assumed: &[(Way, Selector)],
    said: &Gates<B>,
    concerned: impl Fn(&str) -> bool,
    budget: &mut Budget,
) -> Result<Option<Difference>, Undecided> {
    let mut ways: Vec<&Way> = written.iter().map(|(way, _)| way).collect();
    ways.extend(said.iter().map(|(way, _)| way));
    ways.extend(assumed.iter().map(|(way, _)| way));
    ways.retain(|(namespace, _)| concerned(namespace));
    ways.sort_unstable();
    ways.dedup();
    let renumbered = written.renumbered(said);
    for way in ways {
        let undecided = |TooComplex| Undecided { way: way.clone() };
        let also = assumed.iter().filter(|(other, _)| other == way);
        let also = also.map(|(_, pods)| pods);
        let written = Reading::of(written, way, also, &renumbered);
        let said = Reading::of(said, way, [], |product| product);
        for by_objects in [true, false] {
            let flow = if by_objects {
                written.beyond(&said, budget)
            } else {
                said.beyond(&written, budget)
            };
            if let Some(point) = flow.map_err(undecided)?.and_then(|flow| flow.witness()) {
                return Ok(Some(Difference {
                    direction: way.1,
                    witness: consistent(point),
                    written: by_objects,
                }));
            }
        }
    }
    Ok(None)
}

/// The same connection, where two pods of one namespace see the same labels of it. The end that decides
/// is chosen by the name of its namespace alone.
fn consistent(mut point: FlowPoint) -> FlowPoint {
    if let (Endpoint::Pod(source), Endpoint::Pod(target)) = (&mut point.source, &mut point.target)
        && source.namespace_name() == target.namespace_name()
    {
        if source.namespace.len() < target.namespace.len() {
            source.namespace.clone_from(&target.namespace);
        } else {
            target.namespace.clone_from(&source.namespace);
        }
    }
    point
}
