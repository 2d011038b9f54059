//! The classes that the compiler's own parser gives, and what the cases hold.

use std::fs;

use netpolc::syntax::classes::{Class, classes};

use crate::highlight::case::{Case, differences, letter, parsed};
use crate::support::golden::{compare, files, root};

#[test]
fn the_cases_show_the_parsers_classes() {
    let mut wrong = Vec::new();
    for case in Case::all() {
        let marks = parsed(&case.text());
        compare(&case.path, &case.with(&marks), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn the_cases_have_every_class() {
    let cases = Case::all();
    let lines = cases.iter().flat_map(|case| &case.lines);
    let marked = lines.clone().filter(|line| !line.marks.is_empty()).count();
    assert!(marked >= 150, "only {marked} lines");
    for class in Class::ALL {
        let lines = lines
            .clone()
            .filter(|line| line.marks.contains(letter(class)));
        assert!(lines.count() >= 5, "few lines have a {}", class.name());
    }
}

/// A token that has no class would be plain in every editor.
#[test]
fn every_character_of_a_right_statement_has_a_class() {
    for case in Case::all() {
        if case.name() == "broken" {
            continue;
        }
        for line in &case.lines {
            let marks = line.marks.chars().chain(std::iter::repeat(' '));
            for (character, mark) in line.text.chars().zip(marks) {
                assert!(character.is_whitespace() || mark != ' ', "{}", line.text);
            }
        }
    }
}

#[test]
fn letters_differ() {
    let mut letters = Class::ALL.map(letter).to_vec();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), Class::ALL.len());
}

#[test]
fn a_difference_is_shown() {
    let case = Case::all().swap_remove(0);
    let mut marks: Vec<String> = case.lines.iter().map(|line| line.marks.clone()).collect();
    assert_eq!(differences(&case, "none", &marks), [""; 0]);
    marks[0].push('K');
    assert_eq!(differences(&case, "none", &marks).len(), 1);
}

/// On every program and broken program of the tests, and on their beginnings: classes are in order,
/// apart, and of whole characters.
#[test]
fn classes_are_in_order_and_apart() {
    let paths = files(&root().join("tests/cases/syntax"), ".netpol");
    assert!(paths.len() > 20);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let cuts = text.char_indices().map(|(at, _)| at);
        for cut in cuts.step_by(7).take(60).chain([text.len()]) {
            let text = text.get(..cut).unwrap();
            let mut end = 0;
            for one in classes(text) {
                assert!(one.start >= end && one.end > one.start, "{one:?} {text}");
                let part = text.get(one.start as usize..one.end as usize);
                assert!(part.is_some(), "{one:?} {text}");
                end = one.end;
            }
        }
    }
}

/// What costs more than its length shows here: a quadratic one takes a minute.
#[test]
fn long_broken_statements_are_classified_in_linear_time() {
    let parts = [
        "[a in (x, ",
        "(80, ",
        "b:c",
        "[",
        "(",
        "a:a:",
        "\"",
        "[2001:",
        "a%",
        "x:",
        "!=",
        "a/",
    ];
    for part in parts {
        let text = format!("allow {}", part.repeat(10_000));
        assert!(!classes(&text).is_empty(), "{part}");
    }
}
