//! Rules: what may, must not or should be connected.

use smallvec::SmallVec;

use crate::model::{Model, PeerId, PortListId};
use crate::sets::{Direction, Flow};

/// A statement of the file or of one that it uses: its index in
/// [`Model::statements`](crate::model::Model::statements).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// The flows of one `allow` or `deny`, for one of the namespaces of its section: every source to
/// every target.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where it comes from.
    pub statement: StatementId,
    /// At least one.
    pub sources: SmallVec<[PeerId; 2]>,
    /// At least one.
    pub targets: SmallVec<[Target; 1]>,
}

impl Rule {
    /// Its connections: of every source with every target, by the kinds of their endpoints.
    pub fn flows(&self, model: &Model) -> Vec<Flow> {
        let ends = |peer: PeerId| {
            let parts = model.peer(peer).parts.iter();
            parts.flat_map(|part| model.part(*part).ends())
        };
        let mut flows = Vec::new();
        for target in &self.targets {
            let ports = model.port_list(target.ports).set();
            for to in ends(target.peer) {
                let sources = self.sources.iter().flat_map(|source| ends(*source));
                flows.extend(sources.map(|from| Flow::new(from, to.clone(), ports.clone())));
            }
        }
        flows
    }
}

/// A target of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Who is connected to.
    pub peer: PeerId,
    /// On which ports.
    pub ports: PortListId,
    /// The end that is opened; both where there is none.
    pub direction: Option<Direction>,
}

impl Target {
    /// Whether the rule speaks of this end: `Ingress` is the target's, `Egress` the source's.
    pub fn admits(&self, end: Direction) -> bool {
        self.direction.is_none_or(|direction| direction == end)
    }
}

/// An `expect`: what the objects should say of some flows.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Whether all of them should pass; else none.
    pub allowed: bool,
    /// The flows.
    pub flows: Rule,
}
