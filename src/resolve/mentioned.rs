//! Which declarations of a file something mentions.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::model::Part;
use crate::resolve::declarations::sorted;
use crate::resolve::resolver::Resolver;
use crate::sets::Selector;
use crate::source::Span;

impl Resolver<'_> {
    /// Notes that what stands at `at` means the declaration whose name stands at `declared`. A
    /// declaration does not mention itself.
    pub(super) fn mention(&mut self, declared: Span, at: Span) {
        if declared != at {
            self.mentioned.insert(declared);
        }
    }

    /// Notes whatever the file declares by a name that is probably meant: one slip is one mistake.
    pub(super) fn mention_by_name(&mut self, name: &str) {
        let Some(declarations) = self.declarations_of(self.root) else {
            return;
        };
        let named = declarations.named.get(name).map(|thing| thing.span);
        let workloads = declarations.workloads.get(name).into_iter().flatten();
        self.mentioned
            .extend(named.into_iter().chain(workloads.map(|thing| thing.span)));
    }

    /// Notes the workloads of the file that have exactly the labels of some peer which may be in their
    /// namespace: objects take their names.
    pub(super) fn mention_by_labels(&mut self) {
        let Some(declarations) = self.declarations_of(self.root) else {
            return;
        };
        let pods = self.model.parts().filter_map(|part| match part {
            Part::Pods(pods) => Some((pods.namespace_name(), &pods.labels)),
            _ => None,
        });
        let pods: FxHashSet<(Option<&str>, &Selector)> = pods.collect();
        let mut found = Vec::new();
        for (_, things) in sorted(&declarations.workloads) {
            for thing in things {
                let Some(labels) = &thing.selector else {
                    continue;
                };
                let homes = self.section_namespaces(declarations.namespaces_of(&thing.home));
                let named = |home: &SmolStr| pods.contains(&(Some(home), labels));
                if pods.contains(&(None, labels)) || homes.iter().any(named) {
                    found.push(thing.span);
                }
            }
        }
        self.mentioned.extend(found);
    }
}
