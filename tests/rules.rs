//! The rules of Kubernetes that sources, tests and documents cite by number stand on one page,
//! `docs/rules.md`.

use std::collections::BTreeSet;
use std::fs;

use crate::support::golden::{files, root};

/// How many rules there are of each letter.
const RULES: [(char, usize); 2] = [('S', 45), ('V', 33)];

/// Where rules are cited: a folder, and how the names of files end.
const CITING: [(&str, &str); 5] = [
    ("src", ".rs"),
    ("tests", ".rs"),
    ("tests/cases", "README.md"),
    ("tests/cases", "expected.txt"),
    ("docs", ".md"),
];

/// The documents beside those folders.
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

#[test]
fn every_rule_stands_once_and_in_order() {
    let all = RULES.iter().flat_map(|&(letter, count)| {
        let numbers = 1..=count;
        numbers.map(move |number| format!("{letter}{number}"))
    });
    assert_eq!(rules(), all.collect::<Vec<_>>());
}

#[test]
fn every_rule_that_is_cited_is_there() {
    let rules = rules();
    let folders = CITING.iter();
    let folders = folders.flat_map(|(folder, end)| files(&root().join(folder), end));
    let documents = DOCUMENTS.iter().map(|name| root().join(name));
    let mut wrong = Vec::new();
    let mut cited = BTreeSet::new();
    for path in folders.chain(documents) {
        let text = fs::read_to_string(&path).unwrap();
        // The page itself proves nothing of others.
        if path.ends_with("docs/rules.md") {
            continue;
        }
        for (line, number) in text.lines().zip(1..) {
            for rule in citations(line) {
                if !rules.iter().any(|one| one == rule) {
                    wrong.push(format!("{}:{number}: {rule}", path.display()));
                }
                cited.insert(rule.to_owned());
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(cited.len() > 60, "only {} rules are cited", cited.len());
}

#[test]
fn citations_are_told_from_code() {
    let found = |text| citations(text).collect::<Vec<_>>();
    assert_eq!(found("S6: (S37..S39, V7)"), ["S6", "S37", "S39", "V7"]);
    assert_eq!(found("S24 to S26, `\"V30\"`"), ["S24", "S26", "V30"]);
    assert_eq!(found("IpAddr::V4, V6(_), Core().V1()"), [""; 0]);
    assert_eq!(found("S3_KEY, SocketAddrV4, V1beta1, S256, S, v1"), [""; 0]);
}

/// The numbers that the page defines.
fn rules() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("### "));
    headings.map(str::to_owned).collect()
}

/// The rules that a line names; `IpAddr::V4` and `V4(..)` are code.
fn citations(line: &str) -> impl Iterator<Item = &str> {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    line.match_indices(['S', 'V']).filter_map(move |(at, _)| {
        let (before, rest) = line.split_at(at);
        let digits = rest.chars().skip(1).take_while(char::is_ascii_digit);
        let digits = digits.count();
        let (rule, after) = rest.split_at(1 + digits);
        let is_word = !before.ends_with(is_part) && !after.starts_with(is_part);
        let is_code = before.ends_with("::") || after.starts_with('(');
        ((1..=2).contains(&digits) && is_word && !is_code).then_some(rule)
    })
}
