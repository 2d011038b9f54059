//! `unenforceable-deny`: a promise that no isolation keeps; and what a kept one leans on.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::blocked::{Blocked, Cause, among};
use crate::check::promise::Promise;
use crate::check::whole::Whole;
use crate::check::words;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Direction, Namespace, Ownership, PartId, PeerId};
use crate::sets::{Budget, Pods, TooComplex};
use crate::source::Span;

/// What it may cost to find out whether one promise is kept: pieces of pods.
const STEPS: u64 = 100_000;

/// Reports the promises that nothing enforces, those that lean on files outside the run, and those
/// that are about nobody's pods here.
pub(super) fn check(
    whole: &Whole<'_>,
    blocked: &Blocked,
    promises: &[Promise<'_>],
) -> Vec<Diagnostic> {
    let judge = Judge::new(whole, blocked);
    let mut found = Vec::new();
    let mut others: BTreeMap<Span, Option<&Promise<'_>>> = BTreeMap::new();
    let mut leans: BTreeMap<Span, BTreeSet<Span>> = BTreeMap::new();
    for promise in promises {
        if !promise.used && judge.is_for_others(promise) {
            continue;
        }
        let verdict = judge.verdict(promise);
        // One file that a promise is about is enough.
        if matches!(verdict, Ok(Verdict::NotOurs)) {
            others.entry(promise.span).or_insert(Some(promise));
        } else {
            others.insert(promise.span, None);
        }
        match verdict {
            Ok(Verdict::Kept | Verdict::NotOurs) => {}
            Ok(Verdict::Leans(causes)) => {
                for cause in causes {
                    leans.entry(cause).or_default().insert(promise.span);
                }
            }
            Ok(Verdict::Broken(from, to)) => found.push(judge.broken(promise, &from, &to)),
            Err(TooComplex) => found.push(too_complex(promise)),
        }
    }
    let others = others.values().flatten();
    found.extend(others.map(|promise| of_others(whole, promise)));
    found.extend(
        leans
            .iter()
            .map(|(fact, promises)| outside(*fact, promises)),
    );
    found
}

/// How a promise stands.
enum Verdict {
    /// Every connection of it is blocked at an isolated end.
    Kept,
    /// So it is, thanks to these statements, whose files are not among the inputs.
    Leans(BTreeSet<Span>),
    /// It came by `use`, and no end of it is an owned one.
    NotOurs,
    /// A connection from and to these is blocked at neither end.
    Broken(Loose, Loose),
}

/// Pods of an end that nothing isolates; none for addresses.
struct Loose(Option<Pods>);

struct Judge<'a> {
    whole: &'a Whole<'a>,
    blocked: &'a Blocked,
    /// All namespaces that a file of the run owns.
    owned: Vec<Namespace>,
}

impl<'a> Judge<'a> {
    fn new(whole: &'a Whole<'_>, blocked: &'a Blocked) -> Self {
        let owned: BTreeSet<&Namespace> = whole
            .files
            .iter()
            .flat_map(|file| &file.model.namespaces)
            .collect();
        Self {
            whole,
            blocked,
            owned: owned.into_iter().cloned().collect(),
        }
    }

    /// Whether a promise stands in a file of promises alone, for those that use it: nothing of its own
    /// could isolate anybody.
    fn is_for_others(&self, promise: &Promise<'_>) -> bool {
        let Some(file) = self.whole.files.get(promise.file) else {
            return false;
        };
        let nameless = file.model.namespaces.iter().all(|own| own.name().is_none());
        nameless && file.model.allows.is_empty() && file.model.isolations.is_empty() && file.is_used
    }

    fn verdict(&self, promise: &Promise<'_>) -> Result<Verdict, TooComplex> {
        let budget = &mut Budget::new(STEPS);
        let sure = |cause: &Cause| !cause.assumed;
        if let Some(verdict) = self.judged(promise, &sure, budget)? {
            if !matches!(verdict, Verdict::Broken(..)) {
                return Ok(verdict);
            }
        } else {
            return Ok(Verdict::Kept);
        }
        match self.judged(promise, &|_| true, budget)? {
            Some(verdict) => Ok(verdict),
            None => Ok(Verdict::Leans(self.assumed(promise))),
        }
    }

    /// `None` where the promise is kept.
    fn judged(
        &self,
        promise: &Promise<'_>,
        counts: &impl Fn(&Cause) -> bool,
        budget: &mut Budget,
    ) -> Result<Option<Verdict>, TooComplex> {
        let Some(file) = self.whole.files.get(promise.file) else {
            return Ok(None);
        };
        let here: &[Namespace] = &file.model.namespaces;
        let around = if promise.used { here } else { &self.owned };
        let sources = self.sides(promise.file, promise.rule.sources.iter().copied());
        let targets = promise.rule.targets.iter().map(|target| target.peer);
        let targets = self.sides(promise.file, targets);
        let mut ours = !promise.used;
        let mut open_sources = Vec::new();
        for side in &sources {
            open_sources.push(self.open(side, around, Direction::Egress, counts, budget)?);
        }
        for to in &targets {
            let open_target = self.open(to, around, Direction::Ingress, counts, budget)?;
            for (from, open_source) in sources.iter().zip(&open_sources) {
                let touches = (from.touches(here), to.touches(here));
                ours |= touches.0 || touches.1;
                let (Some(source), Some(target)) = (open_source, &open_target) else {
                    continue;
                };
                // What a used promise says of others is not this file's business.
                let broken = if promise.used {
                    inside(source, here) || inside(target, here)
                } else {
                    true
                };
                if broken {
                    let loose = |open: &Open| Loose(open.pods.first().cloned());
                    return Ok(Some(Verdict::Broken(loose(source), loose(target))));
                }
            }
        }
        Ok((!ours).then_some(Verdict::NotOurs))
    }

    fn sides(&self, file: usize, peers: impl Iterator<Item = PeerId>) -> Vec<Side> {
        let parts = peers.flat_map(|peer| self.whole.parts_of(file, peer));
        let sides = parts.map(|part| {
            let points = self.whole.points(part);
            Side {
                pods: points.pods.clone(),
                addresses: points.addresses.is_some(),
            }
        });
        sides.collect()
    }

    /// What of a side is not isolated; `None` where all is.
    fn open(
        &self,
        side: &Side,
        around: &[Namespace],
        direction: Direction,
        counts: &impl Fn(&Cause) -> bool,
        budget: &mut Budget,
    ) -> Result<Option<Open>, TooComplex> {
        let pods = match &side.pods {
            Some(pods) => self.blocked.open(pods, around, direction, counts, budget)?,
            None => Vec::new(),
        };
        let nothing = pods.is_empty() && !side.addresses;
        Ok((!nothing).then_some(Open { pods }))
    }

    /// The statements outside the run that a promise leans on.
    fn assumed(&self, promise: &Promise<'_>) -> BTreeSet<Span> {
        let sources = self.sides(promise.file, promise.rule.sources.iter().copied());
        let targets = promise.rule.targets.iter().map(|target| target.peer);
        let targets = self.sides(promise.file, targets);
        let sides = sources.iter().map(|side| (side, Direction::Egress));
        let sides = sides.chain(targets.iter().map(|side| (side, Direction::Ingress)));
        let mut found = BTreeSet::new();
        for (side, direction) in sides {
            let Some(pods) = &side.pods else {
                continue;
            };
            for own in among(pods, &self.owned) {
                let isolated = self.blocked.ends(own.key(), direction).into_iter();
                let meeting = isolated.flat_map(|isolated| isolated.meeting(&pods.labels));
                let assumed = meeting.filter(|(_, cause)| cause.assumed);
                found.extend(assumed.map(|(_, cause)| cause.span));
            }
        }
        found
    }

    fn broken(&self, promise: &Promise<'_>, from: &Loose, to: &Loose) -> Diagnostic {
        let message = if promise.used {
            "nothing here keeps this promise, which came by `use`"
        } else {
            "nothing enforces this promise"
        };
        let mut diagnostic = Diagnostic::new(&codes::UNENFORCEABLE_DENY, promise.span, message);
        diagnostic = diagnostic.note(
            "a policy cannot deny: it isolates pods and lists what is allowed, so all of the sources \
             have to be isolated for egress, or all of the targets for ingress",
        );
        let pods = |loose: &Loose| loose.0.as_ref().map(words::pods);
        let ends = [(from, "source", "egress"), (to, "target", "ingress")];
        for (loose, end, direction) in ends {
            diagnostic = diagnostic.note(match pods(loose) {
                Some(pods) => format!("of the {end} nothing isolates {pods} for {direction}"),
                None => format!("the {end} has addresses, which no policy isolates"),
            });
        }
        let Some(file) = self.whole.files.get(promise.file) else {
            return diagnostic;
        };
        if promise.used {
            let start = Span::new(file.ast.file, 0, 0);
            let own = file
                .ast
                .statements
                .first()
                .map_or(start, |first| first.span);
            diagnostic = diagnostic.also(own, "not kept in this file");
        }
        let owned = |peers: &mut dyn Iterator<Item = PeerId>| {
            let mut parts = peers.flat_map(|peer| &file.model.peer(peer).parts);
            parts.all(|part: &PartId| matches!(file.model.ownership(*part), Ownership::Owned(_)))
        };
        let rule = promise.rule;
        let to_isolate = if owned(&mut rule.targets.iter().map(|target| target.peer)) {
            Some("target")
        } else if owned(&mut rule.sources.iter().copied()) {
            Some("source")
        } else {
            None
        };
        super::isolating::mend(self.whole, promise, to_isolate, diagnostic)
    }
}

/// One part of an end of a promise.
struct Side {
    pods: Option<Pods>,
    addresses: bool,
}

/// What of it is not isolated.
struct Open {
    pods: Vec<Pods>,
}

impl Side {
    /// Whether a pod of it may be in one of these namespaces.
    fn touches(&self, namespaces: &[Namespace]) -> bool {
        self.pods
            .as_ref()
            .is_some_and(|pods| meets(pods, namespaces))
    }
}

fn inside(open: &Open, namespaces: &[Namespace]) -> bool {
    open.pods.iter().any(|pods| meets(pods, namespaces))
}

fn meets(pods: &Pods, namespaces: &[Namespace]) -> bool {
    among(pods, namespaces).next().is_some()
}

fn of_others(whole: &Whole<'_>, promise: &Promise<'_>) -> Diagnostic {
    let file = whole.files.get(promise.file).map(|file| file.ast);
    let diagnostic = Diagnostic::new(
        &codes::PROMISE_OF_OTHERS,
        promise.span,
        "this promise says nothing about the namespaces of a file that uses it",
    );
    match file.and_then(|ast| ast.statements.first()) {
        Some(first) => diagnostic.also(first.span, "in this file"),
        None => diagnostic,
    }
}

fn outside(fact: Span, promises: &BTreeSet<Span>) -> Diagnostic {
    let message = "a promise is kept thanks to this, and its file is not among the inputs";
    let diagnostic = Diagnostic::new(&codes::FACT_OUTSIDE_RUN, fact, message);
    let diagnostic = match promises.first() {
        Some(first) => diagnostic.also(*first, "the promise"),
        None => diagnostic,
    };
    diagnostic.help("apply what that file builds as well; check both together")
}

fn too_complex(promise: &Promise<'_>) -> Diagnostic {
    Diagnostic::new(
        &codes::TOO_COMPLEX,
        promise.span,
        "whether isolations cover this promise takes too long to find out",
    )
    .note("they overlap in many keys, and each may cover a part that the others do not")
    .help("isolate the pods by one selector that covers them, or all pods by `default deny`")
}
