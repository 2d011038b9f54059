//! Which pods are isolated in a run, whoever isolates them.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::check::run::whole::Whole;
use crate::model::{Isolation, Model, Namespace, NamespaceId, Part, isolates};
use crate::sets::{Budget, Direction, Pods, Selector, SelectorIndex, TooComplex, Values};
use crate::source::{FileId, Span};

/// The isolated pods of all namespaces that the files of a run own.
pub(in crate::check) struct Blocked {
    ends: FxHashMap<(SmolStr, Direction), SelectorIndex<Cause>>,
}

/// What tells causes of one isolation apart: whether it is stated, and whether it is assumed.
type Kind = (bool, bool);

/// Why pods are isolated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct Cause {
    /// The statement: of several of a kind the first.
    pub(in crate::check) span: Span,
    /// Whether it is an `isolate` or `default deny`; else an `allow`.
    pub(in crate::check) stated: bool,
    /// Whether it is known from a used file that is not among the inputs.
    pub(in crate::check) assumed: bool,
}

impl Blocked {
    /// What the statements of all files isolate, and the facts that they use.
    pub(in crate::check) fn of(whole: &Whole<'_>) -> Self {
        let inputs: BTreeSet<FileId> = whole.files.iter().map(|file| file.ast.file).collect();
        let mut causes: FxHashMap<(SmolStr, Direction), FxHashMap<(Selector, Kind), Span>> =
            FxHashMap::default();
        let mut add =
            |model: &Model, end: (NamespaceId, Direction), pods: &Selector, cause: Cause| {
                let Some(own) = model.namespaces.get(end.0.0 as usize) else {
                    return;
                };
                let ends = causes.entry((own.key().clone(), end.1)).or_default();
                let first = ends.entry((pods.clone(), (cause.stated, cause.assumed)));
                let first = first.or_insert(cause.span);
                *first = cause.span.min(*first);
            };
        for (index, file) in whole.files.iter().enumerate() {
            let model = file.model;
            for stated in model.isolations.iter().chain(&model.facts) {
                let Isolation {
                    statement,
                    namespace,
                    pods,
                    direction,
                } = stated;
                if let Some(origin) = whole.origin(index, *statement) {
                    let cause = Cause {
                        span: origin.span,
                        stated: true,
                        assumed: !inputs.contains(&origin.span.file),
                    };
                    add(model, (*namespace, *direction), pods, cause);
                }
            }
            // Under `default deny` it does not matter what else isolates.
            let all = model
                .isolations
                .iter()
                .filter(|one| one.pods.is_everything());
            let closed: FxHashSet<_> = all.map(|one| (one.namespace, one.direction)).collect();
            let mut ends = Vec::new();
            let mut known = FxHashMap::default();
            let open = closed.len() < 2 * model.namespaces.len();
            for allow in model.allows.iter().filter(|_| open) {
                ends.clear();
                isolates(model, allow, &mut ends);
                for end in &ends {
                    known.entry(*end).or_insert(allow.statement);
                }
            }
            known
                .retain(|(namespace, direction, _), _| !closed.contains(&(*namespace, *direction)));
            let mut known: Vec<_> = known.into_iter().collect();
            known.sort_unstable();
            for ((namespace, direction, part), statement) in known {
                let origin = whole.origin(index, statement);
                if let (Part::Pods(pods), Some(origin)) = (model.part(part), origin) {
                    let cause = Cause {
                        span: origin.span,
                        stated: false,
                        assumed: false,
                    };
                    add(model, (namespace, direction), &pods.labels, cause);
                }
            }
        }
        let ends = causes.into_iter().map(|(end, causes)| {
            let mut causes: Vec<((Selector, Kind), Span)> = causes.into_iter().collect();
            causes.sort_unstable();
            let causes = causes.into_iter().map(|((pods, (stated, assumed)), span)| {
                let cause = Cause {
                    span,
                    stated,
                    assumed,
                };
                (pods, cause)
            });
            (end, causes.collect())
        });
        Self {
            ends: ends.collect(),
        }
    }

    /// The isolated selectors of a namespace in a direction, with their causes.
    pub(in crate::check) fn ends(
        &self,
        namespace: &SmolStr,
        direction: Direction,
    ) -> Option<&SelectorIndex<Cause>> {
        self.ends.get(&(namespace.clone(), direction))
    }

    /// Whether an `isolate *` or `default deny` isolates all pods of a namespace.
    pub(in crate::check) fn is_closed(&self, namespace: &SmolStr, direction: Direction) -> bool {
        let all = Selector::everything();
        self.ends(namespace, direction).is_some_and(|isolated| {
            let mut causes = isolated.covering(&all);
            causes.any(|(_, cause)| cause.stated)
        })
    }

    /// The pods that are not isolated, of those in `namespaces`; all others are left as they are.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub(in crate::check) fn open(
        &self,
        pods: &Pods,
        namespaces: &[Namespace],
        direction: Direction,
        counts: impl Fn(&Cause) -> bool,
        budget: &mut Budget,
    ) -> Result<Vec<Pods>, TooComplex> {
        let mut open = Vec::new();
        let mut names = Vec::new();
        for own in among(pods, namespaces) {
            let Some(isolated) = self.ends(own.key(), direction) else {
                continue;
            };
            names.push(own.key().clone());
            let uncovered = isolated.uncovered(&pods.labels, &counts, budget)?;
            open.extend(uncovered.into_iter().map(|labels| {
                let here = Pods::in_namespace(own.key().clone(), labels);
                pods.and(&here)
            }));
        }
        budget.spend(names.len() as u64)?;
        let elsewhere = Selector::namespaces(Values::none_of(names));
        let outside = Pods::new(pods.namespace.and(&elsewhere), pods.labels.clone());
        open.extend((!outside.is_empty()).then_some(outside));
        Ok(open)
    }
}

/// Those of some sorted namespaces that a pod of `pods` may be in.
pub(in crate::check) fn among<'n>(
    pods: &'n Pods,
    namespaces: &'n [Namespace],
) -> impl Iterator<Item = &'n Namespace> {
    let pinned = pods.namespace_name().map(|name| {
        let at = namespaces.binary_search_by(|own| own.key().as_str().cmp(name));
        at.ok()
            .and_then(|at| namespaces.get(at..=at))
            .unwrap_or_default()
    });
    let possible = pinned.unwrap_or(namespaces).iter();
    possible.filter(|own| {
        let here = Pods::in_namespace(own.key().clone(), Selector::everything());
        here.meets(pods)
    })
}
