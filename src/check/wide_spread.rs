//! `wide-spread`: a rule that is written into very many policies.

use std::collections::BTreeSet;

use crate::check::run::emitted::{Emitted, EndId};
use crate::check::run::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::Rule;

/// In how many policies one rule may be without a word.
const MANY: usize = 100;

/// Reports the `allow`s that are written into more than 100 policies for one namespace of their
/// section.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let found = whole.allows().filter_map(|(_, allow)| {
        let rules = whole.rules(allow).iter();
        let most = rules.map(|rule| policies(emitted, allow, rule)).max()?;
        let span = whole.span(allow).filter(|_| most > MANY)?;
        let message = format!("this is written into {most} policies");
        Some(
            Diagnostic::new(&codes::WIDE_SPREAD, span, message)
                .note("a rule for pods that are isolated one by one goes into the policy of each")
                .help("isolate them together, with `default deny`, and it is written once"),
        )
    });
    found.collect()
}

/// Into how many policies a rule is written.
fn policies(emitted: &Emitted<'_>, allow: &Allow, rule: &Rule) -> usize {
    // Most have a few subjects, and need not tell them apart.
    let all = emitted.subjects(allow, rule).take(MANY + 1).count();
    if all <= MANY {
        return all;
    }
    let policies: BTreeSet<EndId> = emitted.subjects(allow, rule).collect();
    policies.len()
}
