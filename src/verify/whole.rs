//! The objects of a run as one.

use std::collections::BTreeSet;

use crate::eval::symbolic::{Cause, Network};
use crate::model::Model;
use crate::sets::Gates;
use crate::source::{FileId, Span};

/// One file of a run, with what its objects say.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The file.
    pub file: FileId,
    /// Whether another file of the run uses it.
    pub is_used: bool,
    /// What it means.
    pub model: &'a Model,
    /// What its objects say.
    pub gates: &'a Gates<Cause>,
}

/// Where something comes from that decides a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// From an object of a file: its place in the run.
    Object(usize, Cause),
    /// From an object that the run does not write, and that is there besides.
    Besides(Cause),
    /// From a statement of a used file that is not among the inputs: nothing here enforces it.
    Assumed(Span),
}

/// All objects of a run; facts whose file is not in the run are assumed to be enforced.
pub fn network<'a>(run: &'a [Written<'a>]) -> Network<'a, Cause, By> {
    let inputs: BTreeSet<FileId> = run.iter().map(|written| written.file).collect();
    let mut network = Network::new();
    for (index, written) in run.iter().enumerate() {
        network.add(written.gates, |cause| By::Object(index, cause));
        let model = written.model;
        for fact in &model.facts {
            let origin = model.statements.get(fact.statement.0 as usize);
            let own = model.namespaces.get(fact.namespace.0 as usize);
            if let (Some(origin), Some(own)) = (origin, own)
                && !inputs.contains(&origin.span.file)
            {
                let way = (own.key().clone(), fact.direction);
                network.assume(&way, fact.pods.clone(), By::Assumed(origin.span));
            }
        }
    }
    network
}
