//! The subjects of policies, and what each is to say.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::model::{NamespaceId, PartId, PortListId, StatementId};
use crate::sets::{Direction, Selector};

/// A subject: its index in [`Subjects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SubjectId(usize);

/// All subjects of a file.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    subjects: Vec<Subject>,
    ids: FxHashMap<(NamespaceId, Selector), SubjectId>,
}

/// The pods of one namespace that one selector selects.
#[derive(Debug)]
pub(super) struct Subject {
    /// Their namespace.
    pub(super) namespace: NamespaceId,
    /// Their labels.
    pub(super) pods: Selector,
    /// The `isolate`s and `default deny`s of exactly these pods.
    pub(super) isolated_by: BTreeMap<Direction, BTreeSet<StatementId>>,
    /// What is allowed into them.
    pub(super) ingress: Vec<Permit>,
    /// What is allowed out of them.
    pub(super) egress: Vec<Permit>,
}

/// One peer on some ports, by a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Permit {
    /// The ports, of whichever end is the target.
    pub(super) ports: PortListId,
    /// The other end.
    pub(super) peer: PartId,
    /// Where it comes from.
    pub(super) statement: StatementId,
}

impl Subjects {
    /// The subject with this selector, made where there is none yet.
    pub(super) fn id(&mut self, namespace: NamespaceId, pods: &Selector) -> SubjectId {
        let key = (namespace, pods.clone());
        let next = SubjectId(self.subjects.len());
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.subjects.push(Subject {
                namespace,
                pods: pods.clone(),
                isolated_by: BTreeMap::new(),
                ingress: Vec::new(),
                egress: Vec::new(),
            });
        }
        id
    }

    /// A subject by its id.
    pub(super) fn get_mut(&mut self, id: SubjectId) -> Option<&mut Subject> {
        self.subjects.get_mut(id.0)
    }

    /// All subjects, in the order in which they were made.
    pub(super) fn all(&self) -> &[Subject] {
        &self.subjects
    }
}
