//! `no-effect` and `wide-spread`: rules that are written nowhere, or nearly everywhere.

use std::collections::BTreeSet;

use crate::check::emitted::{Emitted, EndId};
use crate::check::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::Direction;

/// In how many policies one rule may be without a word.
const MANY: usize = 100;

/// Reports the `allow`s that are written into no policy, and those that are in more than 100.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let found = whole.allows().filter_map(|(_, allow)| {
        let span = whole.span(allow)?;
        // Most have a few ends, and need not be counted.
        let all = ends(whole, emitted, allow).take(MANY + 1).count();
        if all == 0 {
            let message = "this writes nothing: no end of it that this file owns is isolated";
            return Some(Diagnostic::new(&codes::NO_EFFECT, span, message).help(
                "what nothing isolates is open already; isolate it with `default deny` or \
                     `isolate`, or take the line out",
            ));
        }
        if all <= MANY {
            return None;
        }
        let policies: BTreeSet<EndId> = ends(whole, emitted, allow).collect();
        (policies.len() > MANY).then(|| {
            let message = format!("this is written into {} policies", policies.len());
            Diagnostic::new(&codes::WIDE_SPREAD, span, message)
                .note("a rule for pods that are isolated one by one goes into the policy of each")
                .help("isolate them together, with `default deny`, and it is written once")
        })
    });
    found.collect()
}

/// The ends that an `allow` is written to, some more than once.
fn ends<'s>(
    whole: &'s Whole<'_>,
    emitted: &'s Emitted<'_>,
    allow: &'s Allow,
) -> impl Iterator<Item = EndId> + 's {
    let rules = whole.rules(allow).iter();
    rules.flat_map(move |rule| {
        let opened = rule
            .targets
            .iter()
            .filter(|one| one.admits(Direction::Ingress));
        let targets = opened.flat_map(|target| whole.local_parts(allow.file, target.peer));
        let targets = targets.map(|part| (part, Direction::Ingress));
        let opens = rule.targets.iter().any(|one| one.admits(Direction::Egress));
        let sources = rule.sources.iter().filter(move |_| opens);
        let sources = sources.flat_map(|source| whole.local_parts(allow.file, *source));
        let parts = targets.chain(sources.map(|part| (part, Direction::Egress)));
        parts.flat_map(move |(part, direction)| {
            emitted.ends(allow.file, part, direction).iter().copied()
        })
    })
}
