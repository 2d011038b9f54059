//! Programs of all kinds, without syntax errors.

use std::collections::BTreeSet;
use std::fs;

use netpolc::source::FileId;
use netpolc::syntax::parse;

use crate::fmt::tokens::tokens;
use crate::properties::case::asked_for;
use crate::properties::generator::program;
use crate::properties::random::Random;
use crate::properties::text::{plain, respelt};
use crate::support::fences::read;
use crate::support::golden::{files, root};

/// How many random programs there are.
const PROGRAMS: u64 = 1000;

/// Words that mean something where they stand.
const RESERVED: [&str; 12] = [
    "any", "except", "because", "ingress", "egress", "in", "notin", "service", "tcp", "udp",
    "sctp", "deny",
];

/// The examples, with their names.
pub(crate) fn examples() -> Vec<(String, String)> {
    let paths = files(&root().join("examples"), ".netpol").into_iter();
    paths
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

/// The programs in the documents, pages of errors among them, that have no syntax errors.
pub(crate) fn documented() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files(&root().join("docs"), ".md") {
        let document = read(&fs::read_to_string(&path).unwrap());
        for fence in document.fences {
            if fence.language == "netpol" && is_read(&fence.text) {
                found.push((format!("{}:{}", path.display(), fence.line), fence.text));
            }
        }
    }
    found
}

/// The fixtures without syntax errors.
pub(crate) fn fixtures() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files(&root().join("tests/cases"), ".netpol") {
        let text = fs::read_to_string(&path).unwrap_or_default();
        if is_read(&text) {
            found.push((path.display().to_string(), text));
        }
    }
    found
}

/// Random programs in a random spelling, with comments between statements.
pub(crate) fn random() -> impl Iterator<Item = (String, String)> {
    let seeds = 0..asked_for(PROGRAMS);
    seeds.map(|seed| {
        let text = respelt(&program(seed).main, &mut Random::new(seed));
        (format!("seed {seed}"), text)
    })
}

/// Random programs whose names are so long that much of them stands on several lines.
pub(crate) fn long() -> impl Iterator<Item = (String, String)> {
    let seeds = 0..asked_for(PROGRAMS) / 4;
    seeds.map(|seed| {
        let random = &mut Random::new(seed);
        let text = stretched(&plain(&program(seed).main), random);
        (format!("seed {seed}, long"), text)
    })
}

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = (String, String)> {
    let written = [examples(), documented(), fixtures()].into_iter().flatten();
    written.chain(random()).chain(long())
}

/// The different statements of what was written by hand, each with its comments within.
pub(crate) fn statements() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let fixtures = fixtures().into_iter();
    let fixtures = fixtures.filter(|(name, _)| name.contains("/fmt/"));
    for (_, text) in examples().into_iter().chain(documented()).chain(fixtures) {
        let (ast, _) = parse(FileId(0), &text);
        let spans = ast
            .statements
            .iter()
            .map(|statement| statement.span.range());
        found.extend(spans.map(|range| text.get(range).unwrap().to_owned()));
    }
    found
}

fn is_read(text: &str) -> bool {
    parse(FileId(0), text).1.is_empty()
}

fn stretched(text: &str, random: &mut Random) -> String {
    let mut all = tokens(text);
    let mut is_keyword = false;
    for token in &mut all.tokens {
        let is_word = token
            .text
            .starts_with(|char: char| char.is_ascii_alphabetic());
        let was_keyword = std::mem::replace(&mut is_keyword, token.first);
        let is_reserved = RESERVED.contains(&token.text.as_str());
        let leads = token.first || (was_keyword && token.is_keyword());
        let is_address = token.text.contains(':');
        if is_word && !is_reserved && !leads && !is_address {
            let more = random.below(45);
            let more = "-and-so-on".chars().cycle().take(more);
            token.text.extend(more);
            // Words end with a letter, so that no arrow is drawn.
            token.text.push('x');
        }
    }
    all.text()
}
