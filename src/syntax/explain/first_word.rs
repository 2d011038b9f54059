//! Lines that start with no keyword.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::keyword::KEYWORDS;
use crate::syntax::lexer::Kind;

/// Longest word that may be a misspelt keyword.
const LONGEST: usize = 16;

/// The keyword that was likely meant by `word`, which is none.
pub(in crate::syntax) fn likely_keyword(word: &str) -> Option<&'static str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let length = word.chars().count();
    let allowed = length.max(3) / 3;
    KEYWORDS
        .into_iter()
        .filter(|keyword| keyword.len().abs_diff(length) <= allowed)
        .map(|keyword| (strsim::damerau_levenshtein(&word, keyword), keyword))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, keyword)| keyword)
}

/// Explains a statement without a keyword.
pub(super) fn explain(broken: &Broken<'_>) -> Diagnostic {
    let Some(first) = broken.token(0) else {
        let start = Span::new(broken.file, broken.chunk.start, broken.chunk.start);
        return Diagnostic::new(&codes::UNKNOWN_STATEMENT, start, "an empty statement");
    };
    let word = first.text(broken.text);
    let diagnostic = broken.report(
        &codes::UNKNOWN_STATEMENT,
        first,
        format!("{} starts no statement", quote(word)),
    );
    let continues = matches!(first.kind, Kind::Arrow | Kind::Comma | Kind::Colon)
        || matches!(word, "because" | "except");
    if continues {
        return diagnostic.help(
            "a statement goes on after a `,` or `->` at the end of a line, and within brackets",
        );
    }
    let keyword = (first.kind == Kind::Word)
        .then(|| likely_keyword(word))
        .flatten();
    if let Some(keyword) = keyword {
        return diagnostic.help(format!("did you mean `{keyword}`?")).fix(
            format!("write `{keyword}`"),
            broken.span(first),
            keyword,
        );
    }
    let start = Span::new(broken.file, first.start, first.start);
    let has = |kinds: &[Kind]| {
        broken
            .tokens
            .iter()
            .any(|token| kinds.contains(&token.kind))
    };
    if has(&[Kind::Arrow, Kind::WrongArrow]) {
        let diagnostic = diagnostic.help("rules start with `allow`, `deny` or `expect`");
        if broken.parses_with(start, "allow ") {
            return diagnostic.fix("write `allow` before it", start, "allow ");
        }
        return diagnostic;
    }
    if broken.kind(1) == Some(Kind::Equals) {
        return diagnostic
            .help("declarations start with `workload`, `network`, `service` or `group`");
    }
    diagnostic.help("write one statement a line, such as `allow frontend -> backend:8080`")
}
