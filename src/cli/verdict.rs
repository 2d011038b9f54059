//! What a command that could do its work found.

/// The answer of a command, and its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is well: exit code 0.
    Yes,
    /// There are errors, or something is stale: exit code 1.
    No,
}
