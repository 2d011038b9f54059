//! Canonical spelling is the language.

use netpolc::driver::{FormattedText, formatted};
use netpolc::format;
use netpolc::source::FileId;
use netpolc::syntax::ast::Statement;
use netpolc::syntax::parse;

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

/// Says what is wrong where statements, each spelt on a line, are not read as what spells itself so.
pub(crate) fn respelt(statements: &[Statement]) -> Option<String> {
    let spelt: Vec<String> = statements.iter().map(format::statement).collect();
    if let Some(long) = spelt.iter().find(|one| one.contains('\n')) {
        return Some(format!("more than one line: {long}"));
    }
    let text = spelt.join("\n");
    let (again, wrong) = parse(FileId(0), &text);
    if let Some(wrong) = wrong.first() {
        return Some(format!("{}:\n{text}", wrong.message));
    }
    let again: Vec<String> = again.statements.iter().map(format::statement).collect();
    (again != spelt).then(|| format!("{text}\nis read as\n{}", again.join("\n")))
}
