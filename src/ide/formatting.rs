//! A text in canonical form.

use crate::driver::{FormattedText, Input, formatted as format_all};

/// The canonical form of a text, as `netpolc fmt` writes it; nothing for one that has errors.
pub fn formatted(text: &str) -> Option<String> {
    let input = Input {
        name: String::new(),
        title: String::new(),
        identity: String::new(),
        bytes: text.as_bytes().to_vec(),
    };
    match format_all(vec![input]).texts.pop() {
        Some(FormattedText::Canonical(written)) => Some(written),
        _ => None,
    }
}
