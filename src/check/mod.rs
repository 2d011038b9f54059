//! What a run says about itself: no two lines that contradict, no line that does nothing.
//!
//! One check a file. Errors and lints of the meaning are judged over all files of the run together
//! ([`judge`]); what a check finds by the way, while names are looked up, is reported by `resolve`.

mod blocked;
mod causes;
mod cidr_may_cover_pods;
pub mod conflict;
mod effect;
mod egress_without_dns;
mod emitted;
mod exclusion;
mod half_open;
mod implicit_default_deny;
mod isolating;
mod own_namespace_labels;
mod part_index;
mod points;
mod promise;
mod redundant_isolate;
mod redundant_rule;
mod statements;
mod unenforceable_deny;
mod whole;
mod wide_target;
mod words;

use crate::diagnostics::Diagnostic;
use crate::model::{Isolated, Model};
use crate::syntax::ast::Ast;

/// One input of a run, resolved.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// What it says.
    pub ast: &'a Ast,
    /// What it means.
    pub model: &'a Model,
    /// What it knows to be isolated.
    pub isolated: &'a Isolated,
}

/// What is wrong with the inputs of a run as a whole, all of which are sound by themselves.
pub fn judge(run: &[Judged<'_>]) -> Vec<Diagnostic> {
    let whole = whole::Whole::new(run);
    let promises = promise::promises(&whole);
    let emitted = emitted::Emitted::of(&whole);
    let blocked = blocked::Blocked::of(&whole);
    let mut found = Vec::new();
    if !promises.is_empty() {
        found.extend(conflict::check(&whole, &promises));
        found.extend(unenforceable_deny::check(&whole, &blocked, &promises));
        found.extend(cidr_may_cover_pods::check(&whole, &promises));
    }
    found.extend(redundant_rule::check(&whole, &emitted));
    found.extend(redundant_isolate::check(&whole));
    found.extend(half_open::check(&whole, &emitted, &blocked));
    found.extend(effect::check(&whole, &emitted));
    found.extend(implicit_default_deny::check(&whole, &blocked));
    found.extend(egress_without_dns::check(&whole, &emitted, &blocked));
    found.extend(wide_target::check(&whole, &emitted));
    found.extend(own_namespace_labels::check(&whole, &emitted));
    found
}
