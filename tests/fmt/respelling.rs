//! However a program is spelt, it is formatted to the same bytes, and these mean the same.

use std::collections::BTreeMap;

use netpolc::format;
use netpolc::source::FileId;
use netpolc::syntax::ast::Ast;
use netpolc::syntax::parse;

use crate::fmt::texts::{all, examples, random};
use crate::fmt::tokens::{Token, Tokens, tokens};
use crate::properties::case::compile;
use crate::properties::generator::program;
use crate::properties::random::Random;
use crate::properties::text::plain;
use crate::support::canonical::canonical;
use crate::support::canonical::respelt as spelt_apart;
use crate::support::compile::{self, yaml};

const SPELLINGS: u64 = 10;

/// What each kind of respelling is called; each has to occur.
const KINDS: [&str; 9] = [
    "blanks",
    "broken lists",
    "joined lines",
    "blank lines",
    "comma behind the last",
    "one port in parentheses",
    "==",
    "CRLF",
    "byte order mark",
];

#[test]
fn formatting_twice_is_formatting_once_and_says_the_same() {
    let mut count = 0;
    for (name, text) in all() {
        let once = canonical(&text).unwrap_or_else(|| panic!("{name} has errors:\n{text}"));
        assert_eq!(
            canonical(&once).as_deref(),
            Some(once.as_str()),
            "{name}:\n{text}"
        );
        let (before, _) = parse(FileId(0), &text);
        let (after, wrong) = parse(FileId(0), &once);
        assert!(wrong.is_empty(), "{name}:\n{once}");
        assert!(format::same(&before, &after), "{name}:\n{text}\n{once}");
        let lines =
            |ast: &Ast| -> Vec<String> { ast.statements.iter().map(format::statement).collect() };
        assert_eq!(lines(&before), lines(&after), "{name}");
        assert_eq!(spelt_apart(&after.statements), None, "{name}");
        assert!(
            !once.contains("\n\n\n") && !once.contains('\r'),
            "{name}:\n{once}"
        );
        assert!(
            once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"),
            "{name}:\n{once}"
        );
        assert!(!once.starts_with(['\n', '\u{feff}']), "{name}:\n{once}");
        let ends = once.lines().find(|line| line.ends_with([' ', '\t']));
        assert_eq!(ends, None, "{name}");
        count += 1;
    }
    assert!(count > 1800, "only {count} programs");
}

#[test]
fn every_spelling_is_formatted_to_the_same_bytes() {
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    let mut changed = 0;
    let mut count = 0;
    for (name, text) in all() {
        let expected = canonical(&text).unwrap_or_else(|| panic!("{name} has errors:\n{text}"));
        // The fixtures are there besides.
        let spellings = if name.contains("/tests/cases/") {
            2
        } else {
            SPELLINGS
        };
        for seed in 0..spellings {
            let other = respelt(&text, &mut Random::new(seed), &mut kinds);
            count += 1;
            changed += u64::from(other != text);
            let Some(formatted) = canonical(&other) else {
                panic!("{name}, spelling {seed}: has errors:\n{other}");
            };
            assert_eq!(formatted, expected, "{name}, spelling {seed}:\n{other}");
        }
    }
    assert!(
        changed * 10 > count * 9,
        "only {changed} of {count} are changed"
    );
    for kind in KINDS {
        let seen = kinds.get(kind).copied().unwrap_or_default();
        assert!(seen > 50, "{kind}: only {seen}");
    }
}

#[test]
fn what_is_built_does_not_change() {
    let mut objects = 0;
    for (name, text) in random() {
        let seed: u64 = name.trim_start_matches("seed ").parse().unwrap();
        let base = plain(&program(seed).base);
        let formatted = canonical(&text).unwrap();
        let [before, after] = [text.as_str(), &formatted].map(|text| compile(text, &base));
        assert_eq!(yaml(&before), yaml(&after), "{name}:\n{formatted}");
        assert_eq!(
            before.has_errors(),
            after.has_errors(),
            "{name}:\n{formatted}"
        );
        objects += after.units[0].policies.len();
    }
    assert!(objects > 1000, "only {objects} objects");
}

#[test]
fn what_is_built_of_the_examples_does_not_change() {
    for (name, text) in examples() {
        let built = |text: &str| {
            let mut input = compile::file(name.as_ref(), "example.netpol").unwrap();
            input.bytes = text.as_bytes().to_vec();
            yaml(&netpolc::driver::run(
                vec![input],
                &compile::Disk,
                &compile::tested(),
            ))
        };
        let other = respelt(&text, &mut Random::new(1), &mut BTreeMap::new());
        assert_eq!(built(&text), built(&canonical(&other).unwrap()), "{name}");
    }
}

/// Another spelling of a program.
fn respelt(text: &str, random: &mut Random, kinds: &mut BTreeMap<&str, u64>) -> String {
    let mut all = tokens(text);
    marks(&mut all, random, kinds);
    let mut seen = |kind| *kinds.entry(kind).or_default() += 1;
    let mut before = String::new();
    for (index, token) in all.tokens.iter_mut().enumerate() {
        if index == 0 {
            let start = token.gap.clone();
            token.gap = random.pick(&["", "\n", " \n\t\n", "\t"]).to_owned()
                + start.trim_start_matches([' ', '\t', '\r', '\n']);
        } else if token.gap.contains('#') {
            token.gap = apart(&token.gap, random);
        } else if token.first {
            let blank = token.gap.matches('\n').count() > 1;
            if blank {
                seen("blank lines");
            }
            token.gap = between(blank, random);
        } else {
            let had_line = token.gap.contains('\n');
            token.gap = within(token, &before, random);
            match (had_line, token.gap.contains('\n')) {
                (false, true) => seen("broken lists"),
                (true, false) => seen("joined lines"),
                _ => seen("blanks"),
            }
        }
        before.clone_from(&token.text);
    }
    if all.rest.contains('#') {
        all.rest = apart(&all.rest, random);
    } else {
        all.rest = random.pick(&["", "\n", "\n \n\n", "  "]).to_owned();
    }
    let mut text = all.text();
    if random.chance(30) {
        seen("CRLF");
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if random.chance(20) {
        seen("byte order mark");
        text.insert(0, '\u{feff}');
    }
    text
}

/// Other tokens that mean the same.
fn marks(all: &mut Tokens, random: &mut Random, kinds: &mut BTreeMap<&str, u64>) {
    let mut seen = |kind| *kinds.entry(kind).or_default() += 1;
    let mut out: Vec<Token> = Vec::new();
    let mut tokens = std::mem::take(&mut all.tokens).into_iter().peekable();
    let mark = |text: &str, like: &Token| Token {
        text: text.to_owned(),
        gap: String::new(),
        first: false,
        ..like.clone()
    };
    let mut is_set = Vec::new();
    while let Some(mut token) = tokens.next() {
        let last = out.last().map_or("", |last| &last.text).to_owned();
        match token.text.as_str() {
            "=" if token.open.last() == Some(&'[') && random.chance(30) => {
                seen("==");
                "==".clone_into(&mut token.text);
            }
            "(" | "[" => is_set
                .push(["in", "notin"].contains(&last.as_str()) && token.open.last() == Some(&'[')),
            ")" | "]" => {
                let is_set = is_set.pop().unwrap();
                if last == "," && random.chance(50) {
                    seen("comma behind the last");
                    let comma = out.pop().unwrap();
                    token.gap = comma.gap + &token.gap;
                } else if last != "," && !is_set && random.chance(30) {
                    seen("comma behind the last");
                    out.push(mark(",", &token));
                }
            }
            _ => {}
        }
        let is_port = last == ":" && token.open.is_empty() && token.text != "(";
        if is_port
            && !["service", "ingress", "egress"].contains(&token.text.as_str())
            && random.chance(50)
        {
            seen("one port in parentheses");
            let inside = |mut token: Token| {
                token.open.push('(');
                token
            };
            let like = token.clone();
            out.push(mark("(", &like));
            out.push(inside(token));
            if tokens.peek().is_some_and(|next| next.text == "/") {
                out.extend(tokens.by_ref().take(2).map(inside));
            }
            let close = inside(mark(")", &like));
            out.push(Token {
                blanks: true,
                lines: true,
                ..close
            });
            continue;
        }
        out.push(token);
    }
    all.tokens = out;
}

/// A gap between statements, with a blank line or without.
fn between(blank: bool, random: &mut Random) -> String {
    let end = random.pick(&["\n", "  \n", "\t\n"]);
    let more = if blank {
        random.pick(&["\n", "\n\n\n", " \n\t\n"])
    } else {
        ""
    };
    [end, more, random.pick(&["", "  ", "\t"])].concat()
}

/// A gap within a statement.
fn within(token: &Token, before: &str, random: &mut Random) -> String {
    if !token.blanks {
        return token.gap.clone();
    }
    if token.lines && !token.is_keyword() && random.chance(40) {
        return random
            .pick(&["\n", " \n\t", "\n\n  \n    ", "\n        "])
            .to_owned();
    }
    let marks = [",", "->", "=", "(", ")", "[", "]", "==", "!=", "!"];
    let touches = token.gap.is_empty()
        || [",", "->", "="].contains(&before)
        || [",", "->", "=", ")", "]"].contains(&token.text.as_str())
        || (!token.open.is_empty()
            && (marks.contains(&before) || marks.contains(&token.text.as_str())));
    if touches && random.chance(50) {
        return String::new();
    }
    random.pick(&[" ", "   ", "\t", " \t "]).to_owned()
}

/// A gap with comments, which stay on their lines: other blanks, and more blank lines where there is one.
fn apart(gap: &str, random: &mut Random) -> String {
    let mut out = String::new();
    let lines: Vec<&str> = gap
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    for (index, line) in lines.iter().enumerate() {
        let said = line.trim_start_matches([' ', '\t']);
        if index > 0 {
            out.push('\n');
        }
        let is_blank = index > 0 && index + 1 < lines.len() && said.is_empty();
        if is_blank && random.chance(50) {
            out.push_str("\n\t\n");
        }
        out.push_str(random.pick(&[" ", "  ", "\t"]));
        out.push_str(said);
        if said.starts_with('#') {
            out.push_str(random.pick(&["", "  ", "\t"]));
        }
    }
    out
}
