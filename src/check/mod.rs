//! What a run says about itself: no two lines that contradict, no line that does nothing.
//!
//! One check a file. Errors and lints of the meaning are judged over all files of the run together
//! ([`judge`]); lints of the text look at one file; [`Silences`] take away what a comment
//! `# netpolc: allow(SLUG)` silences. What a check finds by the way, while names are looked up, is
//! reported by `resolve`.

mod cidr_may_cover_pods;
mod clash;
pub mod conflict;
mod egress_without_dns;
mod enforcement;
mod exclusion;
mod half_open;
mod host_network;
mod implicit_default_deny;
mod isolating;
mod matches_nothing;
mod meant;
mod no_effect;
mod own_namespace_labels;
mod port_or_group;
mod redundant_isolate;
mod redundant_rule;
mod run;
mod silence;
mod silencing_comment;
mod undeclared_port;
mod unenforceable_deny;
mod unprotected_workload;
mod unused_declaration;
mod wide_spread;
mod wide_target;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::check::run::blocked::Blocked;
use crate::check::run::emitted::Emitted;
use crate::check::run::openings::Openings;
use crate::check::run::promise::promises;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Isolated, Model, WrittenPeer, WrittenTarget};
use crate::parallel;
use crate::source::Span;
use crate::syntax::ast::Ast;
use crate::workloads::Workloads;

pub use silence::Silences;

/// One input of a run, resolved.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// What it says.
    pub ast: &'a Ast,
    /// What it means.
    pub model: &'a Model,
    /// What it knows to be isolated.
    pub isolated: &'a Isolated,
    /// The declarations that something means, by the places of their names.
    pub mentioned: &'a FxHashSet<Span>,
    /// The peers that it writes.
    pub peers: &'a [WrittenPeer],
    /// The targets of its rules that have ports.
    pub targets: &'a [WrittenTarget],
    /// The real workloads, where manifests are known to it.
    pub workloads: Option<&'a Workloads>,
    /// Whether another file of the run uses it.
    pub is_used: bool,
}

/// What is wrong with the inputs of a run as a whole, all of which are sound by themselves.
pub fn judge(run: &[Judged<'_>]) -> Vec<Diagnostic> {
    let whole = Whole::new(run);
    let emitted = Emitted::of(&whole);
    let (on_their_own, mut found) = parallel::join(
        || {
            let mut found = redundant_rule::check(&whole, &emitted);
            found.extend(of_manifests(&whole));
            found
        },
        || all_others(&whole, &emitted),
    );
    found.extend(on_their_own);
    // Nothing further is said of a line that cannot stay as it is.
    let wrong: BTreeSet<Span> = found.iter().filter_map(conflicting).collect();
    found.retain(|one| {
        let at = one.primary.span;
        let before = wrong
            .range(..=Span::new(at.file, at.start, u32::MAX))
            .next_back();
        let within = before.is_some_and(|line| line.file == at.file && at.end <= line.end);
        conflicting(one).is_some() || !within
    });
    found
}

fn all_others(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let promises = promises(whole);
    let blocked = Blocked::of(whole);
    let openings = Openings::new(whole, emitted);
    let mut found = Vec::new();
    if !promises.is_empty() {
        found.extend(conflict::check(whole, &promises));
        found.extend(unenforceable_deny::check(whole, &blocked, &promises));
        found.extend(cidr_may_cover_pods::check(whole, &promises));
    }
    found.extend(redundant_isolate::check(whole));
    found.extend(half_open::check(whole, emitted, &blocked, &openings));
    found.extend(no_effect::check(whole, emitted));
    found.extend(wide_spread::check(whole, emitted));
    found.extend(implicit_default_deny::check(whole, &blocked));
    found.extend(egress_without_dns::check(whole, emitted, &blocked));
    found.extend(wide_target::check(whole, emitted));
    found.extend(own_namespace_labels::check(whole, emitted, &openings));
    for file in whole.files {
        found.extend(port_or_group::check(file.ast));
        found.extend(unused_declaration::check(file));
    }
    found
}

/// What manifests tell.
fn of_manifests(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in whole.files {
        found.extend(matches_nothing::check(file));
        found.extend(undeclared_port::check(file));
        found.extend(host_network::check(file));
    }
    let on_host = found.iter().filter(|one| *one.code == codes::HOST_NETWORK);
    let told = on_host.flat_map(|one| &one.secondary);
    let told = told.map(|label| label.span).collect();
    found.extend(unprotected_workload::check(whole.files, &told));
    found
}

/// The `allow` of a conflict.
fn conflicting(diagnostic: &Diagnostic) -> Option<Span> {
    let conflict = *diagnostic.code == codes::CONFLICT;
    conflict.then_some(diagnostic.primary.span)
}
