//! Declared workloads beside the real ones.

use crate::diagnostics::{Diagnostic, codes};
use crate::resolve::declarations::{WorkloadThing, sorted};
use crate::resolve::resolver::Resolver;
use crate::resolve::value;
use crate::sets::Pods;
use crate::workloads::{Workloads, asks_for_generated, has};

impl Resolver<'_> {
    /// Warns of each workload that the file declares and that the manifests do not have, or have with other
    /// labels; not where nothing is known of the namespace that it is in.
    pub(super) fn judge_workloads(&mut self) {
        let (Some(workloads), Some(declarations)) =
            (self.workloads, self.declarations_of(self.root))
        else {
            return;
        };
        let mut found = Vec::new();
        for (name, things) in sorted(&declarations.workloads) {
            for thing in things {
                let homes = self.section_namespaces(declarations.namespaces_of(&thing.home));
                let mut known = homes
                    .iter()
                    .filter(|home| workloads.know(home) || self.owned(home).is_some());
                let doubts: Option<Vec<Diagnostic>> = known
                    .clone()
                    .map(|home| doubt(workloads, home, name, thing))
                    .collect();
                // In one of several namespaces is enough.
                if known.next().is_some() {
                    found.extend(doubts.into_iter().flatten().take(1));
                }
            }
        }
        self.diagnostics.append(&mut found);
    }

    /// The pods of all workloads that the file, or one that it uses, declares; of interest where manifests
    /// are known.
    pub(super) fn declared_pods(&self) -> Vec<Pods> {
        if self.workloads.is_none() {
            return Vec::new();
        }
        let reach = self.program.reach(self.root);
        let all = reach.iter().filter_map(|file| self.declarations_of(*file));
        let things = all.flat_map(|declarations| {
            let things = sorted(&declarations.workloads).into_iter();
            let things = things.flat_map(|(_, things)| things);
            things.map(move |thing| (thing, declarations.namespaces_of(&thing.home)))
        });
        let pods = things.flat_map(|(thing, homes)| {
            let homes = self.section_namespaces(homes).into_iter();
            let labels = thing.selector.as_ref();
            homes.filter_map(move |home| Some(Pods::in_namespace(home, labels?.clone())))
        });
        pods.collect()
    }
}

fn doubt(
    workloads: &Workloads,
    home: &str,
    name: &str,
    thing: &WorkloadThing,
) -> Option<Diagnostic> {
    let labels = thing.selector.as_ref()?;
    let named = workloads.named(home, name);
    if let Some(real) = named.iter().find(|one| !has(labels, &one.labels)) {
        let message =
            format!("the workload `{name}` of the manifests has other labels than this one");
        let diagnostic = Diagnostic::new(&codes::TWO_MEANINGS, thing.span, message);
        let help = match &real.selector {
            Some(_) => "take the declaration out, and the name means the real one".to_owned(),
            None => "give this one another name".to_owned(),
        };
        return Some(diagnostic.also(real.place, "the real one").help(help));
    }
    let pods = Pods::in_namespace(home, labels.clone());
    if !workloads.matching(&pods).is_empty() || asks_for_generated(labels) {
        return None;
    }
    let message = format!("no manifest has the workload `{}`", value::shown(name));
    let diagnostic = Diagnostic::new(&codes::ABSENT_WORKLOAD, thing.span, message);
    Some(
        diagnostic
            .help("if an operator makes these pods, say so: `# netpolc: allow(absent-workload)`"),
    )
}
