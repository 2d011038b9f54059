//! The rules of a run by what they open at an end.

use crate::check::run::emitted::{Emitted, EndId};
use crate::check::run::whole::{AllowId, RunPart, Whole};
use crate::sets::Direction;

/// The `allow`s with an end and another part: sorted, none twice.
pub(in crate::check) struct ByPair {
    all: Vec<(EndId, RunPart, AllowId)>,
    /// Of each end, and of each part, whether it occurs.
    ends: Vec<bool>,
    parts: Vec<bool>,
}

impl ByPair {
    /// Those of a run in a direction; nothing is known of rules with more than `most` products.
    pub(in crate::check) fn of(
        whole: &Whole<'_>,
        emitted: &Emitted<'_>,
        direction: Direction,
        most: usize,
    ) -> Self {
        let mut by_pair = Self {
            all: Vec::new(),
            ends: vec![false; emitted.all_ends().len()],
            parts: vec![false; whole.all_points().len()],
        };
        for (id, _) in whole.allows() {
            let products = emitted.products(id, direction);
            if products.len() > most {
                continue;
            }
            for product in products {
                by_pair.all.push((product.end, product.other, id));
                let end = by_pair.ends.get_mut(product.end.0 as usize);
                let part = by_pair.parts.get_mut(product.other.0 as usize);
                if let (Some(end), Some(part)) = (end, part) {
                    (*end, *part) = (true, true);
                }
            }
        }
        by_pair.all.sort_unstable();
        by_pair.all.dedup();
        by_pair
    }

    /// The `allow`s with this end and part, in their order.
    pub(in crate::check) fn get(
        &self,
        end: EndId,
        part: RunPart,
    ) -> impl Iterator<Item = AllowId> + '_ {
        let from = self
            .all
            .partition_point(|(one, other, _)| (*one, *other) < (end, part));
        let rest = self.all.get(from..).unwrap_or_default().iter();
        let same = rest.take_while(move |(one, other, _)| (*one, *other) == (end, part));
        same.map(|(_, _, id)| *id)
    }

    /// Whether any has this end.
    pub(in crate::check) fn has_end(&self, end: EndId) -> bool {
        self.ends.get(end.0 as usize) == Some(&true)
    }

    /// Whether any has this part.
    pub(in crate::check) fn has_part(&self, part: RunPart) -> bool {
        self.parts.get(part.0 as usize) == Some(&true)
    }

    /// Those that share an end and a part, in groups.
    pub(in crate::check) fn groups(&self) -> impl Iterator<Item = &[(EndId, RunPart, AllowId)]> {
        self.all
            .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
    }
}
