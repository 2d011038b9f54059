//! Whether anything is wrong.

use crate::diagnostics::{Diagnostic, Severity};

impl Diagnostic {
    /// Whether it is an error, before `--deny-warnings`.
    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }
}

/// Whether any of these is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
