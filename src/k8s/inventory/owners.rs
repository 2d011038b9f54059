//! Which workload each object belongs to.

use std::collections::BTreeMap;

use crate::k8s::inventory::controller::Controller;
use crate::k8s::inventory::draft::Draft;
use crate::k8s::inventory::{Labels, Workload, WorkloadKind};

/// How many makers stand above a pod at most: a ReplicaSet, a Rollout, and what that refers to.
const MOST_MAKERS: usize = 8;

/// The workloads that objects are or belong to.
pub(super) struct Owners {
    /// Those that are objects themselves.
    pub(super) here: Vec<Workload>,
    /// Those that only what they made speaks of, as each of their pods shows them.
    pub(super) absent: Vec<Workload>,
}

/// What an object is a part of.
enum End {
    /// Nothing else.
    Itself,
    /// Another object that is here.
    Here,
    /// Something that is not here.
    Absent(Controller),
}

type Index<'d> = BTreeMap<(&'d str, &'d WorkloadKind, &'d str), &'d Draft>;

impl Owners {
    /// Leaves out what something here made, and gives the name of its maker to what something else
    /// made.
    pub(super) fn of(drafts: Vec<Draft>) -> Self {
        // Pods make nothing.
        let makers = drafts
            .iter()
            .filter(|draft| draft.workload.kind != WorkloadKind::Pod);
        let index: Index<'_> = makers
            .map(|draft| {
                let Workload {
                    kind, namespace, ..
                } = &draft.workload;
                ((namespace.as_str(), kind, draft.name.as_str()), draft)
            })
            .collect();
        let ends: Vec<End> = drafts.iter().map(|draft| end(draft, &index)).collect();
        let mut owners = Self {
            here: Vec::new(),
            absent: Vec::new(),
        };
        for (draft, end) in drafts.into_iter().zip(ends) {
            match end {
                End::Here => {}
                _ if draft.is_link => {}
                End::Itself => owners.here.push(draft.workload),
                End::Absent(Controller { kind, name }) => owners.absent.push(Workload {
                    kind,
                    name,
                    object_labels: Labels::new(),
                    ..draft.workload
                }),
            }
        }
        owners
    }
}

/// Follows the makers up.
fn end(draft: &Draft, index: &Index<'_>) -> End {
    let namespace = draft.workload.namespace.as_str();
    let (mut made_by, mut above) = (draft.made_by.as_ref(), draft.above.as_ref());
    if made_by.is_none() {
        return End::Itself;
    }
    // Whether some maker speaks for it already.
    let mut is_shown = false;
    for _ in 0..MOST_MAKERS {
        let Some(maker) = made_by else {
            return End::Here;
        };
        match index.get(&(namespace, &maker.kind, maker.name.as_str())) {
            Some(draft) => {
                is_shown |= !draft.is_link;
                (made_by, above) = (draft.made_by.as_ref(), draft.above.as_ref());
            }
            None if above.is_some() => made_by = above.take(),
            None if is_shown => return End::Here,
            None => return End::Absent(maker.clone()),
        }
    }
    // They go in a circle.
    End::Itself
}
