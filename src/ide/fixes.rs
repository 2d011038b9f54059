//! The mends of what is wrong at a place.

use crate::diagnostics::{Diagnostic, Edit, Fix, compatible};
use crate::driver::Snapshot;
use crate::source::{FileId, Span};

/// A mend of something.
#[derive(Clone, Copy, Debug)]
pub struct Mend<'s> {
    /// What is wrong.
    pub diagnostic: &'s Diagnostic,
    /// What mends it.
    pub fix: &'s Fix,
    /// Whether it is the only mend.
    pub is_only: bool,
}

/// The mends of all that is wrong in a range: what meets it, ends included.
pub fn fixes(snapshot: &Snapshot, range: Span) -> Vec<Mend<'_>> {
    let meets =
        |span: Span| span.file == range.file && span.start <= range.end && range.start <= span.end;
    let met = snapshot.diagnostics.iter().filter(|one| {
        let places = one.secondary.iter().chain([&one.primary]);
        places.map(|label| label.span).any(meets)
    });
    let mends = met.flat_map(|diagnostic| {
        diagnostic.fixes.iter().map(move |fix| Mend {
            diagnostic,
            fix,
            is_only: diagnostic.mend() == Some(fix),
        })
    });
    mends.filter(|mend| !mend.fix.edits.is_empty()).collect()
}

/// The edits of all mends of a file that can be applied together, as `netpolc check --fix` does in one pass.
pub fn all_fixes(snapshot: &Snapshot, file: FileId) -> Vec<&Edit> {
    let is_here = |fix: &Fix| fix.edits.iter().all(|edit| edit.span.file == file);
    let fixes = compatible(&snapshot.diagnostics, is_here);
    fixes.into_iter().flat_map(|fix| &fix.edits).collect()
}
