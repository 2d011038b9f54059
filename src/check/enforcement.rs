//! Whether the connections of a promise are blocked: the whole of its source is isolated for egress, or
//! the whole of its target for ingress, by whatever isolations together.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::check::run::blocked::{Blocked, Cause, among};
use crate::check::run::promise::Promise;
use crate::check::run::whole::{RunPart, Whole};
use crate::model::Namespace;
use crate::sets::{Budget, Direction, Pods, TooComplex};
use crate::source::Span;

/// What it may cost to find out whether one promise is kept: pieces of pods.
const STEPS: u64 = 100_000;

/// The same for all promises of a run: when it is used up, each gets a little still.
const STEPS_OF_ALL: u64 = 2_000_000;

/// That little.
const FEW_STEPS: u64 = 1_000;

/// How a promise stands.
pub(super) enum Verdict {
    /// Every connection of it is blocked at an isolated end.
    Kept,
    /// So it is, thanks to these statements, whose files are not among the inputs.
    Leans(BTreeSet<Span>),
    /// It came by `use`, and no end of it is an owned one.
    NotOurs,
    /// Connections between these are blocked at neither end.
    Broken {
        /// The sources.
        sources: Vec<Loose>,
        /// The targets.
        targets: Vec<Loose>,
    },
}

/// A part of an end of a promise that is not all isolated.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    /// The part.
    pub(super) part: RunPart,
    /// The pods of it that nothing isolates; none where it has addresses alone.
    pub(super) pods: Vec<Pods>,
}

impl Loose {
    /// Whether a pod of it may be in one of these namespaces.
    pub(super) fn touches(&self, namespaces: &[Namespace]) -> bool {
        self.pods.iter().any(|pods| meets(pods, namespaces))
    }

    /// Whether all of it is pods of namespaces with these names.
    pub(super) fn is_within(&self, namespaces: &[Namespace]) -> bool {
        let named = |pods: &Pods| {
            let name = pods.namespace_name();
            name.is_some_and(|name| namespaces.iter().any(|own| own.key() == name))
        };
        !self.pods.is_empty() && self.pods.iter().all(named)
    }
}

/// Judges the promises of a run.
pub(super) struct Judge<'a> {
    whole: &'a Whole<'a>,
    blocked: &'a Blocked,
    /// All namespaces that a file of the run owns, sorted.
    owned: Vec<Namespace>,
    /// What was found loose already: many promises are about one part.
    known: FxHashMap<Asked, Result<Option<Loose>, TooComplex>>,
    /// For each file the first that owns the same namespaces.
    alike: Vec<usize>,
    left: u64,
}

/// What is asked of a part: for which direction, with assumed isolations or without, and around the
/// namespaces of which file (the first that owns the same); of all where there is none.
type Asked = (RunPart, Direction, bool, Option<usize>);

impl<'a> Judge<'a> {
    /// The judge of a run.
    pub(super) fn new(whole: &'a Whole<'_>, blocked: &'a Blocked) -> Self {
        let owned: BTreeSet<&Namespace> = whole
            .files
            .iter()
            .flat_map(|file| &file.model.namespaces)
            .collect();
        let mut first = FxHashMap::default();
        let files = whole.files.iter().enumerate();
        let alike = files.map(|(at, file)| {
            let own = file.model.namespaces.as_slice();
            *first.entry(own).or_insert(at)
        });
        Self {
            whole,
            blocked,
            owned: owned.into_iter().cloned().collect(),
            known: FxHashMap::default(),
            alike: alike.collect(),
            left: STEPS_OF_ALL,
        }
    }

    /// How a promise stands in the file that keeps it.
    ///
    /// # Errors
    /// When that takes too long to find out.
    pub(super) fn verdict(&mut self, promise: &Promise<'_>) -> Result<Verdict, TooComplex> {
        let seen = self.judged(promise, false)?;
        if !matches!(seen, Verdict::Broken { .. }) {
            return Ok(seen);
        }
        match self.judged(promise, true)? {
            Verdict::Kept => Ok(Verdict::Leans(self.assumed(promise))),
            verdict => Ok(verdict),
        }
    }

    fn judged(&mut self, promise: &Promise<'_>, assume: bool) -> Result<Verdict, TooComplex> {
        let Some(file) = self.whole.files.get(promise.file) else {
            return Ok(Verdict::Kept);
        };
        let here: &[Namespace] = &file.model.namespaces;
        let (sources, targets) = self.sides(promise);
        if promise.used {
            let mut parts = sources.iter().chain(&targets);
            let ours = |part: &RunPart| {
                let pods = &self.whole.points(*part).pods;
                pods.as_ref().is_some_and(|pods| meets(pods, here))
            };
            if !parts.any(ours) {
                return Ok(Verdict::NotOurs);
            }
        }
        let alike = self.alike.get(promise.file).copied();
        let around = alike.filter(|_| promise.used);
        let mut loose = |parts: &[RunPart], direction| {
            let mut loose = Vec::new();
            for part in parts {
                loose.extend(self.loose((*part, direction, assume, around))?);
            }
            Ok(loose)
        };
        let sources = loose(&sources, Direction::Egress)?;
        if sources.is_empty() {
            return Ok(Verdict::Kept);
        }
        let targets = loose(&targets, Direction::Ingress)?;
        // What a used promise says of others is not this file's business.
        let mut all = sources.iter().chain(&targets);
        let ours = !promise.used || all.any(|loose| loose.touches(here));
        if targets.is_empty() || !ours {
            return Ok(Verdict::Kept);
        }
        Ok(Verdict::Broken { sources, targets })
    }

    /// The parts of the sources of a promise, and those of its targets.
    fn sides(&self, promise: &Promise<'_>) -> (Vec<RunPart>, Vec<RunPart>) {
        let parts = |peer| self.whole.parts_of(promise.file, peer);
        let sources = promise.rule.sources.iter().flat_map(|peer| parts(*peer));
        let targets = promise.rule.targets.iter();
        let targets = targets.flat_map(|target| parts(target.peer));
        (sources.collect(), targets.collect())
    }

    /// What of a part is not isolated, if anything.
    fn loose(&mut self, asked: Asked) -> Result<Option<Loose>, TooComplex> {
        if let Some(known) = self.known.get(&asked) {
            return known.clone();
        }
        let may = self.left.clamp(FEW_STEPS, STEPS);
        let mut budget = Budget::new(may);
        let found = self.find_loose(asked, &mut budget);
        self.left = self.left.saturating_sub(may - budget.left());
        self.known.insert(asked, found.clone());
        found
    }

    fn find_loose(&self, asked: Asked, budget: &mut Budget) -> Result<Option<Loose>, TooComplex> {
        let (part, direction, assume, around) = asked;
        let file = around.and_then(|file| self.whole.files.get(file));
        let around = file.map_or(&self.owned, |file| &file.model.namespaces);
        let counts = |cause: &Cause| assume || !cause.assumed;
        let points = self.whole.points(part);
        let pods = match &points.pods {
            Some(pods) => self.blocked.open(pods, around, direction, counts, budget)?,
            None => Vec::new(),
        };
        let isolated = pods.is_empty() && points.addresses.is_none();
        Ok((!isolated).then_some(Loose { part, pods }))
    }

    /// The statements outside the run that a promise leans on.
    fn assumed(&self, promise: &Promise<'_>) -> BTreeSet<Span> {
        let (sources, targets) = self.sides(promise);
        let sides = sources.iter().map(|part| (part, Direction::Egress));
        let sides = sides.chain(targets.iter().map(|part| (part, Direction::Ingress)));
        let mut found = BTreeSet::new();
        for (part, direction) in sides {
            let Some(pods) = &self.whole.points(*part).pods else {
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
}

fn meets(pods: &Pods, namespaces: &[Namespace]) -> bool {
    among(pods, namespaces).next().is_some()
}
