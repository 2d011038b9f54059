//! The formatter: what it writes, and what it must not change.

mod canonical;
mod cases;
mod comments;
mod respelling;
mod said;
mod texts;
mod tokens;
mod width;

use netpolc::driver::{FormattedText, formatted};

use crate::support::compile::text;

/// The canonical form of a text; `None` where it has errors.
pub(crate) fn canonical(source: &str) -> Option<String> {
    let mut formatted = formatted(vec![text(source)]);
    match formatted.texts.remove(0) {
        FormattedText::Canonical(text) => Some(text),
        FormattedText::Broken => None,
        FormattedText::Unfaithful => panic!("would not say the same:\n{source}"),
    }
}
