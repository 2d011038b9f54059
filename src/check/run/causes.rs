//! What isolates the pods of one file, as the file itself knows it.

use rustc_hash::FxHashMap;

use crate::check::run::whole::{Allow, Whole};
use crate::model::{Model, NamespaceId, Part, StatementId, isolates};
use crate::sets::{Budget, Direction, Selector, SelectorIndex};

/// How many isolations are looked at one by one.
const FEW: usize = 16;

/// What one comparison may cost: pieces of selectors.
const STEPS: u64 = 2_000;

/// The isolated ends of a file, with those that isolate them.
#[derive(Default)]
pub(in crate::check) struct Causes {
    ends: FxHashMap<(NamespaceId, Direction), SelectorIndex<Isolators>>,
}

/// What isolates an end.
#[derive(Clone, Copy, Default)]
struct Isolators {
    /// An `isolate` or `default deny`, here or in a used file.
    stated: bool,
    /// Two of the `allow`s that do.
    first: Option<StatementId>,
    second: Option<StatementId>,
}

impl Isolators {
    fn add(&mut self, allow: StatementId) {
        match self.first {
            None => self.first = Some(allow),
            Some(first) if first == allow => {}
            Some(_) => self.second = Some(allow),
        }
    }

    /// Whether something but `allow` does.
    fn without(self, allow: StatementId) -> bool {
        self.stated || self.second.is_some() || self.first.is_some_and(|first| first != allow)
    }
}

impl Causes {
    /// The causes that a file of the run knows.
    pub(in crate::check) fn of(whole: &Whole<'_>, file: usize) -> Self {
        let Some(file) = whole.files.get(file) else {
            return Self::default();
        };
        let model = file.model;
        let mut known: FxHashMap<(NamespaceId, Direction, Selector), Isolators> =
            FxHashMap::default();
        for stated in model.isolations.iter().chain(&model.facts) {
            let key = (stated.namespace, stated.direction, stated.pods.clone());
            known.entry(key).or_default().stated = true;
        }
        let mut ends = Vec::new();
        for allow in &model.allows {
            ends.clear();
            isolates(model, allow, &mut ends);
            for (namespace, direction, part) in &ends {
                if let Part::Pods(pods) = model.part(*part) {
                    let key = (*namespace, *direction, pods.labels.clone());
                    known.entry(key).or_default().add(allow.statement);
                }
            }
        }
        let mut known: Vec<_> = known.into_iter().collect();
        known.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let mut causes = Self::default();
        for ((namespace, direction, pods), isolators) in known {
            let ends = causes.ends.entry((namespace, direction)).or_default();
            ends.insert(pods, isolators);
        }
        causes
    }

    /// Whether a single `isolate` or `default deny` that the file knows isolates each end that an
    /// `allow` of it isolates: this is seen without looking at other rules.
    pub(in crate::check) fn is_plainly_spare(whole: &Whole<'_>, allow: &Allow) -> bool {
        each_end(whole, allow, |model, namespace, direction, pods| {
            let mut stated = model.isolations.iter().chain(&model.facts).take(FEW);
            stated.any(|stated| {
                (stated.namespace, stated.direction) == (namespace, direction)
                    && pods.is_subset(&stated.pods)
            })
        })
    }

    /// Whether every end that an `allow` of the file isolates is isolated without it.
    pub(in crate::check) fn spare(&self, whole: &Whole<'_>, allow: &Allow) -> bool {
        each_end(whole, allow, |_, namespace, direction, pods| {
            let isolated = self.ends.get(&(namespace, direction));
            isolated.is_some_and(|isolated| {
                let budget = &mut Budget::new(STEPS);
                let others = |isolators: &Isolators| isolators.without(allow.statement);
                let open = isolated.uncovered(pods, others, budget);
                open.is_ok_and(|open| open.is_empty())
            })
        })
    }
}

/// Whether something holds of each end that an `allow` isolates.
fn each_end(
    whole: &Whole<'_>,
    allow: &Allow,
    holds: impl Fn(&Model, NamespaceId, Direction, &Selector) -> bool,
) -> bool {
    let Some(model) = whole.files.get(allow.file).map(|file| file.model) else {
        return false;
    };
    let mut ends = Vec::new();
    for rule in whole.rules(allow) {
        isolates(model, rule, &mut ends);
    }
    ends.into_iter()
        .all(|(namespace, direction, part)| match model.part(part) {
            Part::Pods(pods) => holds(model, namespace, direction, &pods.labels),
            Part::Any | Part::Block(_) => true,
        })
}
