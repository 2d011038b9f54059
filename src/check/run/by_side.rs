//! The rules of a run by what they have at one end.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::check::run::part_index::PartIndex;
use crate::check::run::whole::{AllowId, RunPart, Whole};

/// The `allow`s of a run by the parts of one of their ends.
pub(in crate::check) struct BySide {
    /// Sorted, none twice.
    all: Vec<(RunPart, AllowId)>,
    /// What was asked for already: many promises ask about one part.
    asked: RefCell<FxHashMap<RunPart, Met>>,
}

/// The parts that meet one, and how many `allow`s have them.
#[derive(Clone)]
pub(in crate::check) struct Met {
    parts: Rc<[RunPart]>,
    /// How many `allow`s have one of them.
    pub(in crate::check) count: usize,
}

impl BySide {
    /// Those with these parts.
    pub(in crate::check) fn of(mut all: Vec<(RunPart, AllowId)>) -> Self {
        all.sort_unstable();
        all.dedup();
        Self {
            all,
            asked: RefCell::default(),
        }
    }

    /// The parts that share an endpoint with this one.
    pub(in crate::check) fn meeting(
        &self,
        whole: &Whole<'_>,
        parts: &PartIndex<'_>,
        part: RunPart,
    ) -> Met {
        if let Some(known) = self.asked.borrow().get(&part) {
            return known.clone();
        }
        let met = if whole.points(part).is_any() {
            let mut all: Vec<RunPart> = self.all.iter().map(|(part, _)| *part).collect();
            all.dedup();
            Met {
                parts: all.into(),
                count: self.all.len(),
            }
        } else {
            let parts = parts.meeting(part);
            let count = parts.iter().map(|part| self.with(*part).len()).sum();
            Met { parts, count }
        };
        self.asked.borrow_mut().insert(part, met.clone());
        met
    }

    /// The `allow`s that have one of these parts, some more than once.
    pub(in crate::check) fn at(&self, met: &Met) -> Vec<AllowId> {
        let found = met.parts.iter().flat_map(|part| self.with(*part));
        found.map(|(_, id)| *id).collect()
    }

    fn with(&self, part: RunPart) -> &[(RunPart, AllowId)] {
        let from = self.all.partition_point(|(one, _)| *one < part);
        let to = self.all.partition_point(|(one, _)| *one <= part);
        self.all.get(from..to).unwrap_or_default()
    }
}
