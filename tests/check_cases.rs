//! What is said of the programs in `tests/cases/check`, exactly.

use std::collections::BTreeSet;
use std::fs;

use netpolc::diagnostics::{Code, codes};

use crate::support::case::{Case, cases, split, unused};
use crate::support::compile::short;
use crate::support::golden::{files, root, update};

/// The folder of programs with mistakes of several codes.
const SEVERAL: &str = "several";

/// Codes without a case: whose input is too large to be kept (`tests/docs.rs` makes it), and that no text
/// brings about (`tests/verify` does).
const MADE: &[&str] = &["file-too-large", "broken-promise"];

#[test]
fn diagnostics_are_exactly_those_expected() {
    let folder = root().join("tests/cases/check");
    let cases = cases(&folder);
    let mut wrong = unused(&folder, &cases, &BTreeSet::new());
    for case in &cases {
        check(case, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the expectations were written: run again without NETPOLC_UPDATE"
    );
}

#[test]
fn every_code_has_a_case() {
    let mut found = BTreeSet::new();
    for path in files(&root().join("tests/cases"), ".netpol") {
        let (_, expected) = split(&fs::read(path).unwrap());
        for line in expected {
            let code = line
                .split_once('[')
                .and_then(|(_, rest)| rest.split_once(']'));
            found.extend(code.map(|(code, _)| code.to_owned()));
        }
    }
    let read = ["tests/cases/manifest", "tests/cases/inventory"];
    let read = read.map(|folder| files(&root().join(folder), "out.txt"));
    for path in read.concat() {
        let said = fs::read_to_string(path).unwrap();
        let codes = said
            .lines()
            .filter_map(|line| line.split_once('[')?.1.split_once(']'));
        found.extend(codes.map(|(code, _)| code.to_owned()));
    }
    let missing: Vec<&str> = codes::ALL
        .iter()
        .filter(|code| !found.contains(&format!("{} {}", code.id, code.slug)))
        .map(|code| code.slug)
        .filter(|slug| !MADE.contains(slug))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_meaning_has_a_wrong_and_a_right_case() {
    let cases = cases(&root().join("tests/cases/check"));
    let mut missing = Vec::new();
    let after_syntax = codes::ALL
        .iter()
        .filter(|code| code.id >= "E0150" || code.id.starts_with('W'))
        .filter(|code| !is_of_manifests(code));
    for code in after_syntax.filter(|code| !MADE.contains(&code.slug)) {
        for kind in ["bad", "good"] {
            let named = |case: &Case| {
                let folder = case.name.split('/').next();
                folder == Some(code.slug) && case.stem().starts_with(kind)
            };
            if !cases.iter().any(named) {
                missing.push(format!("{}/{kind}", code.slug));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn twenty_mistakes_give_twenty_diagnostics() {
    let path = root().join("tests/cases/check/several/bad-twenty-mistakes.netpol");
    let (text, expected) = split(&fs::read(path).unwrap());
    let text = String::from_utf8(text).unwrap();
    let wrong_lines: Vec<usize> = (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains("# wrong"))
        .map(|(number, _)| number)
        .collect();
    let lines = expected.iter().map(|line| line.split(':').next());
    let said: Vec<usize> = lines.map(|line| line.unwrap().parse().unwrap()).collect();
    assert_eq!(said.len(), 20);
    assert_eq!(said, wrong_lines);
    let found: BTreeSet<_> = expected
        .iter()
        .map(|line| line.split(['[', ']']).nth(1))
        .collect();
    assert_eq!(found.len(), 20, "twenty different ones");
}

/// Whether only manifests give this code, whose cases are in folders of their own.
fn is_of_manifests(code: &Code) -> bool {
    (codes::INVALID_YAML.id..=codes::NAMESPACELESS_OBJECT.id).contains(&code.id)
        || (codes::EMPTY_VALUE.id..=codes::DUPLICATE_OBJECT.id).contains(&code.id)
}

fn check(case: &Case, wrong: &mut Vec<String>) {
    let name = &case.name;
    let folder = name.split('/').next().unwrap_or_default();
    if folder != SEVERAL && codes::find(folder).is_none_or(|code| code.slug != folder) {
        wrong.push(format!("{name}: there is no code `{folder}`"));
    }
    let run = case.compile();
    let said = short(&run);
    let bad = case.stem().starts_with("bad");
    if !bad && !case.stem().starts_with("good") {
        wrong.push(format!("{name}: is neither `bad…` nor `good…`"));
    }
    if bad == said.is_empty() {
        wrong.push(format!("{name}: {bad} is not what it says\n{said}"));
        return;
    }
    let others = run.diagnostics.iter().any(|one| one.code.slug != folder);
    if others && folder != SEVERAL {
        wrong.push(format!("{name}: says something else\n{said}"));
    }
    let mut told = 0;
    for (file, path) in case.files() {
        let (text, expected) = split(&fs::read(&path).unwrap());
        let start = format!("{file}:");
        let lines: Vec<&str> = said
            .lines()
            .filter_map(|line| line.strip_prefix(&start))
            .collect();
        told += lines.len();
        if update() {
            let mut bytes = text;
            for line in &lines {
                bytes.extend(format!("#! {line}\n").bytes());
            }
            fs::write(path, bytes).unwrap();
        } else if lines != expected {
            let (lines, expected) = (lines.join("\n"), expected.join("\n"));
            wrong.push(format!(
                "{name}: {file}\n--- expected\n{expected}\n--- said\n{lines}"
            ));
        }
    }
    if told != said.lines().count() {
        wrong.push(format!("{name}: something is said of other files\n{said}"));
    }
}
