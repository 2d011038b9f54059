//! What a run says about itself: no two lines that contradict, no line that does nothing.
//!
//! One check a file. Errors and lints of the meaning are judged over all files of the run together
//! ([`judge`]); lints of the text look at one file; `silence` takes away what a comment
//! `# netpolc: allow(SLUG)` silences. What a check finds by the way, while names are looked up, is
//! reported by `resolve`.

mod port_or_group;
mod silence;
mod silencing_comment;
mod unused_declaration;

use fnv::FnvHashSet;

use crate::diagnostics::Diagnostic;
use crate::model::{Isolated, Model};
use crate::source::Span;
use crate::syntax::ast::Ast;

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
    pub mentioned: &'a FnvHashSet<Span>,
    /// Whether another file of the run uses it.
    pub is_used: bool,
}

/// What is wrong with the inputs of a run as a whole, all of which are sound by themselves.
pub fn judge(run: &[Judged<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for one in run {
        diagnostics.extend(port_or_group::check(one.ast));
        diagnostics.extend(unused_declaration::check(one));
    }
    diagnostics
}
