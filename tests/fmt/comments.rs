//! No comment is lost, wherever it stands.

use netpolc::format;
use netpolc::source::FileId;
use netpolc::syntax::ast::Ast;
use netpolc::syntax::parse;

use crate::fmt::texts::{all, statements};
use crate::fmt::tokens::tokens;
use crate::properties::random::Random;
use crate::support::canonical::canonical;

/// In every gap of every program where one may stand, all at once.
#[test]
fn comments_that_stand_everywhere_are_all_kept() {
    let mut count = 0;
    for (index, (name, text)) in (0..).zip(all()) {
        let (planted, comments) = planted(&text, &mut Random::new(index));
        let Some(formatted) = canonical(&planted) else {
            panic!("{name} has errors:\n{planted}");
        };
        for comment in 0..comments {
            // The dot keeps one number from being the start of another.
            let found = formatted.matches(&format!("planted {comment}.")).count();
            assert_eq!(
                found, 1,
                "{name}, comment {comment}:\n{planted}\n{formatted}"
            );
        }
        holds(&planted, &formatted);
        count += comments;
    }
    assert!(count > 50_000, "only {count} comments");
}

/// At every place of every statement where the language lets one stand, alone.
#[test]
fn a_comment_may_stand_alone_at_every_place() {
    let mut count = 0;
    let mut tried = 0;
    for statement in statements() {
        let (alone, _) = parse(FileId(0), &statement);
        for (at, _) in statement.char_indices() {
            for comment in [" # planted\n", "\n\n  # planted\n\n"] {
                let (before, behind) = statement.split_at(at);
                let text = [before, comment, behind].concat();
                tried += 1;
                if !is_comment(&alone, &text) {
                    continue;
                }
                let formatted = canonical(&text).unwrap();
                assert_eq!(
                    formatted.matches("# planted").count(),
                    1,
                    "{text}\n{formatted}"
                );
                holds(&text, &formatted);
                count += 1;
            }
        }
    }
    assert!(count > 3000, "only {count} of {tried}");
}

/// Whether a text is a statement with one comment more.
fn is_comment(before: &Ast, text: &str) -> bool {
    let (after, wrong) = parse(FileId(0), text);
    wrong.is_empty()
        && after.comments.len() == before.comments.len() + 1
        && format::same(before, &after)
}

/// A canonical form is one, and has the comments in their order.
fn holds(text: &str, formatted: &str) {
    assert_eq!(canonical(formatted).as_deref(), Some(formatted), "{text}");
    let comments = |text: &str| -> Vec<String> {
        let (ast, _) = parse(FileId(0), text);
        let spans = ast.comments.iter().map(|comment| comment.span.range());
        spans
            .map(|range| text.get(range).unwrap().trim_end().to_owned())
            .collect()
    };
    assert_eq!(comments(text), comments(formatted), "{text}");
    let (before, _) = parse(FileId(0), text);
    let (after, _) = parse(FileId(0), formatted);
    assert!(format::same(&before, &after), "{text}\n{formatted}");
}

/// A program with comments in every gap, and their number.
fn planted(text: &str, random: &mut Random) -> (String, usize) {
    let mut all = tokens(text);
    let mut comments = 0;
    let mut comment = |random: &mut Random| {
        let start = random.pick(&[" ", "", "\n", "\n\n\t", "\t"]);
        let comment = format!("{start}# planted {comments}.");
        comments += 1;
        comment
    };
    for token in &mut all.tokens {
        if token.first || (token.lines && !token.is_keyword()) {
            let end = random.pick(&["\n", "\n\n", "\n   "]);
            let comment = comment(random);
            // A comment that is there already ends its line.
            let (start, rest) = match token.gap.rfind('\n') {
                Some(at) if token.gap.contains('#') => token.gap.split_at(at),
                _ => ("", ""),
            };
            token.gap = if start.is_empty() && rest.is_empty() {
                [comment.as_str(), end].concat()
            } else {
                [start, "\n", comment.trim_start(), rest, end].concat()
            };
        }
    }
    if !all.rest.contains('#') {
        all.rest = comment(random);
    }
    (all.text(), comments)
}
