//! `cidr-may-cover-pods`: private addresses that a network plugin may read as those of pods, of which
//! a promise speaks (S34).

use rustc_hash::FxHashSet;

use crate::check::run::points::Points;
use crate::check::run::promise::Promise;
use crate::check::run::whole::{Allow, Pair, RunPart, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::private;

/// How many pairs are compared at most: a lint is not worth more.
const MOST: usize = 1_000_000;

/// Reports every `allow` from or to private addresses that would break a promise about pods if some
/// of them had these addresses.
pub(super) fn check(whole: &Whole<'_>, promises: &[Promise<'_>]) -> Vec<Diagnostic> {
    let private = private();
    let parts = whole.all_points().filter(|(_, points)| {
        let addresses = points.addresses.as_ref().filter(|_| !points.is_any());
        addresses.is_some_and(|addresses| addresses.meets(&private))
    });
    let parts: FxHashSet<RunPart> = parts.map(|(part, _)| part).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let suspects: Vec<(&Allow, Pair)> = whole
        .allows()
        .flat_map(|(_, allow)| {
            let rules = whole.rules(allow).iter();
            let pairs = rules.flat_map(|rule| whole.pairs(allow.file, rule));
            let parts = &parts;
            pairs
                .filter(|pair| parts.contains(&pair.source) || parts.contains(&pair.target))
                .map(move |pair| (allow, pair))
        })
        .collect();
    let mut said = FxHashSet::default();
    let mut found = Vec::new();
    let denied = promises.iter().flat_map(|promise| {
        let pairs = promise.pairs(whole);
        pairs.map(move |pair| (promise, pair))
    });
    let compared = denied.flat_map(|denied| suspects.iter().map(move |suspect| (denied, suspect)));
    for ((promise, denied), (allow, allowed)) in compared.take(MOST) {
        let span = whole.span(allow);
        let Some(span) = span.filter(|span| !said.contains(span)) else {
            continue;
        };
        if !may_undercut(whole, &parts, allowed, &denied) {
            continue;
        }
        said.insert(span);
        let message = format!(
            "pods may have these private addresses, and then this lets through what `{}` keeps out",
            promise.said(whole)
        );
        found.push(
            Diagnostic::new(&codes::CIDR_MAY_COVER_PODS, span, message)
                .also(promise.span, "the promise")
                .note("whether an ipBlock matches pods is up to the cluster's network plugin")
                .help("take the range of the cluster's pods out of it with `except`"),
        );
    }
    found
}

/// Whether an `allow` would meet a promise if its private addresses were pods.
fn may_undercut(
    whole: &Whole<'_>,
    private: &FxHashSet<RunPart>,
    allowed: &Pair,
    denied: &Pair,
) -> bool {
    if !whole.ports(allowed.ports).meets(whole.ports(denied.ports)) {
        return false;
    }
    let meets = |part: RunPart, promised: RunPart| {
        let (points, promised) = (whole.points(part), whole.points(promised));
        points.meets(promised) || (private.contains(&part) && has_pods(promised))
    };
    let taken_for_pods = |part: RunPart, promised: RunPart| {
        let (points, promised) = (whole.points(part), whole.points(promised));
        private.contains(&part) && has_pods(promised) && !points.meets(promised)
    };
    meets(allowed.source, denied.source)
        && meets(allowed.target, denied.target)
        && (taken_for_pods(allowed.source, denied.source)
            || taken_for_pods(allowed.target, denied.target))
}

fn has_pods(points: &Points) -> bool {
    points.pods.is_some()
}
