//! A text of a manifest.

use smol_str::SmolStr;

use crate::source::Span;

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says.
    pub text: SmolStr,
    /// Where it stands.
    pub place: Span,
}
