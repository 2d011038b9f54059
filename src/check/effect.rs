//! `no-effect` and `wide-spread`: rules that are written nowhere, or nearly everywhere.

use std::collections::BTreeSet;

use crate::check::emitted::{Emitted, EndId};
use crate::check::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Direction, Rule};

/// In how many policies one rule may be without a word.
const MANY: usize = 100;

/// Reports the `allow`s that are written into no policy, and those that are in more than 100.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let found = whole.allows().filter_map(|(_, allow)| {
        let span = whole.span(allow)?;
        let rules = whole.rules(allow).iter();
        let most = rules.map(|rule| policies(whole, emitted, allow, rule)).max();
        match most? {
            0 => {
                let message = "this writes nothing: no end of it that this file owns is isolated";
                Some(Diagnostic::new(&codes::NO_EFFECT, span, message).help(
                    "what nothing isolates is open already; isolate it with `default deny` or \
                     `isolate`, or take the line out",
                ))
            }
            many if many > MANY => {
                let message = format!("this is written into {many} policies");
                let diagnostic = Diagnostic::new(&codes::WIDE_SPREAD, span, message);
                Some(diagnostic
                    .note("a rule for pods that are isolated one by one goes into the policy of each")
                    .help("isolate them together, with `default deny`, and it is written once"))
            }
            _ => None,
        }
    });
    found.collect()
}

/// Into how many policies a rule is written.
fn policies(whole: &Whole<'_>, emitted: &Emitted<'_>, allow: &Allow, rule: &Rule) -> usize {
    // Most have a few ends, and need not be told apart.
    let all = ends(whole, emitted, allow, rule).take(MANY + 1).count();
    if all <= MANY {
        return all;
    }
    let policies: BTreeSet<EndId> = ends(whole, emitted, allow, rule).collect();
    policies.len()
}

/// The ends that a rule is written to, some more than once.
fn ends<'s>(
    whole: &'s Whole<'_>,
    emitted: &'s Emitted<'_>,
    allow: &'s Allow,
    rule: &'s Rule,
) -> impl Iterator<Item = EndId> + 's {
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
}
