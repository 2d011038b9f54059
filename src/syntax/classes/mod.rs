//! What each part of a text is, for colours: the classes of its tokens.
//!
//! A statement that is right has the classes that the grammar gives its parts (`tree`); one that is
//! broken has them token by token, as far as can be told (`tokens`), and what starts no statement has
//! only strings and comments. Names are not looked up: a class depends on the statement alone.

mod class;
mod tokens;
mod tree;

pub use class::Class;

use crate::syntax::chunk::{Chunk, Chunks, Start};
use crate::syntax::grammar;
use crate::syntax::lexer::{Kind, Lexer};

/// A range of bytes that has a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classified {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// What it is.
    pub class: Class,
}

/// The classes of a whole text, in its order. None overlap; blanks, and what nothing can be said of,
/// have none. Time and memory grow linearly with the text.
pub fn classes(text: &str) -> Vec<Classified> {
    let mut found = Vec::new();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut chunks = Chunks::new(text, start);
    for chunk in &mut chunks {
        statement(text, chunk, &mut found);
    }
    found.extend(chunks.comments.iter().map(|comment| Classified {
        start: comment.start,
        end: comment.end,
        class: Class::Comment,
    }));
    found.sort_by_key(|one| one.start);
    found
}

fn statement(text: &str, chunk: Chunk, found: &mut Vec<Classified>) {
    if chunk.start_with != Start::Keyword {
        strings(text, chunk, found);
        return;
    }
    let tree = match chunk.fault {
        None => grammar::parse(chunk.text(text)).ok(),
        Some(_) => None,
    };
    match tree {
        Some(pair) => tree::classify(pair, chunk.start, found),
        None => tokens::classify(text, chunk, found),
    }
}

fn strings(text: &str, chunk: Chunk, found: &mut Vec<Classified>) {
    let tokens = Lexer::new(text, chunk.start as usize).take_while(|token| token.start < chunk.end);
    let strings = tokens.filter(|token| matches!(token.kind, Kind::Text | Kind::OpenText));
    found.extend(strings.map(|token| Classified {
        start: token.start,
        end: token.end,
        class: Class::String,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, &'static str)> {
        classes(text)
            .into_iter()
            .map(|one| {
                let part = text.get(one.start as usize..one.end as usize);
                (part.unwrap(), one.class.name())
            })
            .collect()
    }

    #[test]
    fn a_right_statement_has_the_classes_of_the_grammar() {
        assert_eq!(
            shown("allow shop/a->[b=c]:http/udp # d"),
            [
                ("allow", "keyword"),
                ("shop", "namespace"),
                ("/", "punctuation"),
                ("a", "name"),
                ("->", "operator"),
                ("[", "punctuation"),
                ("b", "key"),
                ("=", "operator"),
                ("c", "value"),
                ("]", "punctuation"),
                (":", "punctuation"),
                ("http", "port"),
                ("/", "punctuation"),
                ("udp", "protocol"),
                ("# d", "comment"),
            ]
        );
    }

    #[test]
    fn what_starts_no_statement_has_strings_and_comments() {
        assert_eq!(
            shown("frobnicate \"a\" -> b # c\nkind: \"d"),
            [("\"a\"", "string"), ("# c", "comment"), ("\"d", "string")]
        );
    }

    /// The other way to classes, which is for broken statements, agrees where there is nothing broken.
    #[test]
    fn token_by_token_a_right_text_has_the_same_classes() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/syntax/ok");
        let mut statements = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "netpol") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for chunk in Chunks::new(&text, 0) {
                let (mut tree, mut tokens) = (Vec::new(), Vec::new());
                statement(&text, chunk, &mut tree);
                tokens::classify(&text, chunk, &mut tokens);
                assert_eq!(tokens, tree, "{}", chunk.text(&text));
                statements += 1;
            }
        }
        assert!(statements > 100, "only {statements} statements");
    }

    #[test]
    fn a_broken_statement_keeps_its_classes() {
        assert_eq!(
            shown("allow a => b except"),
            [
                ("allow", "keyword"),
                ("a", "name"),
                ("b", "name"),
                ("except", "keyword")
            ]
        );
        assert_eq!(
            shown("isolate [a=1, \"b\nallow c"),
            [
                ("isolate", "keyword"),
                ("[", "punctuation"),
                ("a", "key"),
                ("=", "operator"),
                ("1", "value"),
                (",", "punctuation"),
                ("\"b", "string"),
                ("allow", "keyword"),
                ("c", "name")
            ]
        );
    }
}
