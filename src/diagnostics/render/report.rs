//! What there is to render.

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Sources;

/// The diagnostics of a run with the texts that they point into.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The diagnostics, in the order in which they are shown.
    pub diagnostics: &'a [Diagnostic],
    /// Whether warnings weigh as much as errors.
    pub deny_warnings: bool,
}

impl Report<'_> {
    /// How much a diagnostic weighs in this run.
    pub fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        match diagnostic.code.severity {
            Severity::Warning if self.deny_warnings => Severity::Error,
            severity => severity,
        }
    }

    /// How many diagnostics weigh as much as `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        let same = |diagnostic: &&Diagnostic| self.severity(diagnostic) == severity;
        self.diagnostics.iter().filter(same).count()
    }

    /// The diagnostics by weight, errors first; those of a weight in their order.
    pub(super) fn by_severity(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| self.severity(diagnostic));
        sorted
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

/// The word for a severity, in every format.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
