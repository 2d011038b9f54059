//! A text in canonical form.

use crate::driver::{FormattedText, formatted_text};

/// The canonical form of a text, as `netpolc fmt` writes it; nothing for one that has errors.
pub fn formatted(text: &str) -> Option<String> {
    match formatted_text(text) {
        FormattedText::Canonical(written) => Some(written),
        FormattedText::Broken | FormattedText::Unfaithful => None,
    }
}
