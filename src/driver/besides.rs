//! NetworkPolicies that manifests have, beside those that a run writes.

use std::collections::BTreeSet;

use crate::driver::finding::line;
use crate::driver::object_place::place;
use crate::driver::unit::Unit;
use crate::eval::symbolic::{Cause, meaning};
use crate::k8s::inventory::Inventory;
use crate::k8s::manifest::Found;
use crate::model::Namespace;
use crate::sets::Gates;
use crate::source::Sources;
use crate::why::Place;

/// How many policies are named in a note.
const MOST: usize = 3;

/// The policies of others that are there, and what they mean.
#[derive(Debug, Default)]
pub(super) struct Besides {
    /// Which they are; causes name them by their places here.
    pub(super) policies: Vec<Found>,
    /// What they say.
    pub(super) gates: Gates<Cause>,
    /// The same, for who wants to know why.
    pub(super) lines: Gates<Place>,
    /// How many more there are, which netpolc wrote before, or which what the run writes replaces.
    replaced: usize,
}

impl Besides {
    /// The policies of an inventory that stay when what the `units` hold is applied.
    pub(super) fn of(inventory: &Inventory, units: &[Unit]) -> Self {
        let written = units.iter().flat_map(|unit| &unit.policies);
        let names = written.map(|policy| {
            let metadata = &policy.object.metadata;
            let namespace = metadata.namespace.as_deref().unwrap_or(Namespace::UNNAMED);
            (namespace, metadata.name.as_deref())
        });
        let written: BTreeSet<(&str, Option<&str>)> = names.collect();
        let is_replaced = |found: &&Found| {
            let metadata = &found.object.metadata;
            let namespace = metadata.namespace.as_deref().unwrap_or(Namespace::UNNAMED);
            found.is_own() || written.contains(&(namespace, metadata.name.as_deref()))
        };
        let all = inventory.policies.iter();
        let (replaced, policies): (Vec<&Found>, Vec<&Found>) = all.partition(is_replaced);
        let policies: Vec<Found> = policies.into_iter().cloned().collect();
        let said = || {
            let objects = policies.iter().map(|found| &found.object);
            meaning(objects, &Namespace::UNNAMED.into())
        };
        Self {
            gates: said(),
            lines: said().caused(place),
            replaced: replaced.len(),
            policies,
        }
    }

    /// What to know of them: that some were left out, and that some of those that decide here select pods of
    /// a namespace that is `owned`.
    pub(super) fn notes(
        &self,
        deciding: impl Iterator<Item = Place>,
        owned: &BTreeSet<&str>,
        sources: &Sources,
    ) -> Vec<String> {
        let mut notes = Vec::new();
        let deciding = deciding.filter_map(|place| match place {
            Place::Object { policy, .. } => Some(policy),
            Place::Statement(_) => None,
        });
        let deciding: BTreeSet<u32> = deciding.collect();
        let deciding = deciding.into_iter();
        let deciding = deciding.filter_map(|at| self.policies.get(at as usize));
        let selecting = deciding.filter(|found| {
            let namespace = found.object.metadata.namespace.as_deref();
            owned.contains(namespace.unwrap_or(Namespace::UNNAMED))
        });
        let selecting: Vec<&Found> = selecting.collect();
        let shown = selecting.iter().take(MOST).map(|found| {
            let name = found.object.metadata.name.as_deref().unwrap_or_default();
            let span = found.spans.name;
            format!(
                "`{name}` ({}:{})",
                sources.name(span.file),
                line(sources, span)
            )
        });
        let mut shown: Vec<String> = shown.collect();
        match selecting.len().saturating_sub(shown.len()) {
            0 => {}
            more => shown.push(format!("{more} more")),
        }
        let shown = shown.join(", ");
        match selecting.len() {
            0 => {}
            1 => notes.push(format!("a policy of the manifests selects pods of namespaces that these files own: {shown}; it counts here, but not for `expect` and `deny`")),
            _ => notes.push(format!("policies of the manifests select pods of namespaces that these files own: {shown}; they count here, but not for `expect` and `deny`")),
        }
        match self.replaced {
            0 => {}
            1 => notes
                .push("1 policy of the manifests is left out: netpolc writes it anew".to_owned()),
            more => notes.push(format!(
                "{more} policies of the manifests are left out: netpolc writes them anew"
            )),
        }
        notes
    }
}
