//! What is said below a message.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::harmless::lines_of_words;

/// The notes, the help and the titles of the fixes, each behind the word for what it is.
pub(super) fn remarks(diagnostic: &Diagnostic) -> impl Iterator<Item = String> {
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    let help = diagnostic.help.iter().map(|help| ("help", help));
    let fixes = diagnostic.fixes.iter().map(|fix| ("fix", &fix.title));
    let all = notes.chain(help).chain(fixes);
    all.map(|(kind, told)| format!("{kind}: {}", lines_of_words(told)))
}
