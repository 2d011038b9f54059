//! `no-effect`: a rule that is written into no policy.

use crate::check::run::emitted::Emitted;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};

/// Reports the `allow`s that are written nowhere: nothing isolates their owned ends.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let idle = whole.allows().filter(|(_, allow)| {
        let mut rules = whole.rules(allow).iter();
        rules.all(|rule| emitted.subjects(allow, rule).next().is_none())
    });
    let found = idle.filter_map(|(_, allow)| {
        let message = "this writes nothing: no end of it that this file owns is isolated";
        Some(
            Diagnostic::new(&codes::NO_EFFECT, whole.span(allow)?, message).help(
                "what nothing isolates is open already; isolate it with `default deny` or `isolate`, \
                 or take the line out",
            ),
        )
    });
    found.collect()
}
