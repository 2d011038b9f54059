//! Brings every `allow` to the isolated ends that the file owns.

use std::rc::Rc;

use crate::lower::subjects::{Permit, SubjectId, Subjects};
use crate::model::{Isolated, Model, PartId, PeerId, Rule};
use crate::sets::Direction;

/// The subjects of the file, with all that is allowed at each.
pub(super) fn place(model: &Model, isolated: &Isolated) -> Subjects {
    let mut placement = Placement {
        model,
        isolated,
        subjects: Subjects::default(),
        ends: vec![[None, None]; model.parts().len()],
    };
    for (namespace, direction, pods, causes) in isolated.statements() {
        let id = placement.subjects.id(namespace, pods);
        if let Some(subject) = placement.subjects.get_mut(id) {
            subject
                .isolated_by
                .entry(direction)
                .or_default()
                .extend(causes);
        }
    }
    for allow in &model.allows {
        placement.ingress(allow);
        placement.egress(allow);
    }
    placement.subjects
}

struct Placement<'a> {
    model: &'a Model,
    isolated: &'a Isolated,
    subjects: Subjects,
    /// For each part what it stands for as a target and as a source, once that was asked.
    ends: Vec<[Option<Rc<[SubjectId]>>; 2]>,
}

impl Placement<'_> {
    /// Opens the targets of a rule to its sources.
    fn ingress(&mut self, allow: &Rule) {
        let sources = parts(self.model, allow.sources.iter().copied());
        for target in &allow.targets {
            if !target.admits(Direction::Ingress) {
                continue;
            }
            for part in parts(self.model, [target.peer]) {
                for id in self.ends(part, Direction::Ingress).iter() {
                    let permits = sources.iter().map(|source| Permit {
                        ports: target.ports,
                        peer: *source,
                        statement: allow.statement,
                    });
                    if let Some(subject) = self.subjects.get_mut(*id) {
                        subject.ingress.extend(permits);
                    }
                }
            }
        }
    }

    /// Opens the sources of a rule to its targets.
    fn egress(&mut self, allow: &Rule) {
        let admitted = allow
            .targets
            .iter()
            .filter(|target| target.admits(Direction::Egress));
        let permits = admitted.flat_map(|target| {
            let parts = parts(self.model, [target.peer]);
            parts.into_iter().map(|part| Permit {
                ports: target.ports,
                peer: part,
                statement: allow.statement,
            })
        });
        let permits: Vec<Permit> = permits.collect();
        if permits.is_empty() {
            return;
        }
        for source in parts(self.model, allow.sources.iter().copied()) {
            for id in self.ends(source, Direction::Egress).iter() {
                if let Some(subject) = self.subjects.get_mut(*id) {
                    subject.egress.extend(&permits);
                }
            }
        }
    }

    /// The subjects that a part of a peer stands for as an end of this file.
    fn ends(&mut self, part: PartId, direction: Direction) -> Rc<[SubjectId]> {
        let index = part.0 as usize;
        let [as_target, as_source] = self.ends.get(index).cloned().unwrap_or_default();
        let known = match direction {
            Direction::Ingress => as_target,
            Direction::Egress => as_source,
        };
        if let Some(ends) = known {
            return ends;
        }
        let ends = self.isolated.ends(self.model, part, direction);
        let subjects = ends
            .iter()
            .map(|(namespace, pods)| self.subjects.id(*namespace, pods));
        let ends: Rc<[SubjectId]> = subjects.collect();
        if let Some([as_target, as_source]) = self.ends.get_mut(index) {
            let place = match direction {
                Direction::Ingress => as_target,
                Direction::Egress => as_source,
            };
            *place = Some(Rc::clone(&ends));
        }
        ends
    }
}

/// The parts of peers, in the order in which they come.
fn parts(model: &Model, peers: impl IntoIterator<Item = PeerId>) -> Vec<PartId> {
    peers
        .into_iter()
        .flat_map(|peer| model.peer(peer).parts.iter().copied())
        .collect()
}
