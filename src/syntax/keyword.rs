//! The words that start a statement.

use crate::syntax::lexer::{Kind, Token};

/// All of them, in the order of the documentation.
pub(super) const KEYWORDS: [&str; 14] = [
    "use",
    "manifests",
    "namespace",
    "label",
    "prefix",
    "workload",
    "network",
    "service",
    "group",
    "allow",
    "deny",
    "expect",
    "isolate",
    "default",
];

/// Whether `word` starts a statement.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether `token` of `text` starts a statement where it is the first of a line.
pub(super) fn starts_statement(text: &str, token: Token) -> bool {
    token.kind == Kind::Word && is_keyword(token.text(text))
}

/// Whether a statement that starts with `word` declares names.
pub(super) fn declares(word: &str) -> bool {
    matches!(
        word,
        "workload" | "network" | "service" | "group" | "namespace"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::grammar;

    #[test]
    fn the_grammar_knows_every_keyword() {
        for keyword in KEYWORDS {
            let failure = grammar::parse(keyword).err().map(|failure| failure.at);
            assert_eq!(failure, Some(keyword.len()), "{keyword}");
        }
    }
}
