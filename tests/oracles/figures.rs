//! The figures in `docs/conformance.md`, which the tests write.

use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::support::golden::{root, update};

/// Compares a block of the page with what a test has counted, or writes it: `NETPOLC_UPDATE=1`.
pub(crate) fn figures(name: &str, counted: &str) {
    static PAGE: Mutex<()> = Mutex::new(());
    let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = root().join("docs/conformance.md");
    let page = fs::read_to_string(&path).unwrap();
    let start = format!("<!-- figures: {name} -->\n");
    let found = page.split_once(&start);
    let found = found.and_then(|(before, rest)| Some((before, rest.split_once("<!-- end -->")?)));
    let (before, (kept, after)) = found.unwrap_or_else(|| panic!("the page has no {name}"));
    let counted = format!("\n{}\n\n", counted.trim());
    if kept == counted {
        return;
    }
    if update() {
        fs::write(
            &path,
            format!("{before}{start}{counted}<!-- end -->{after}"),
        )
        .unwrap();
        panic!("the figures were written: run again without NETPOLC_UPDATE");
    }
    panic!("docs/conformance.md is stale: NETPOLC_UPDATE=1 writes\n{counted}instead of\n{kept}");
}

/// A table in Markdown. All columns but the first are numbers.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let rule: Vec<&str> = (0..head.len())
        .map(|at| if at == 0 { "---" } else { "---:" })
        .collect();
    let mut table = line(head) + &line(&rule);
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        assert_eq!(cells.len(), head.len(), "{cells:?}");
        table += &line(&cells);
    }
    table
}

/// `12345` as `12,345`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[test]
fn numbers_are_grouped() {
    let cases = [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (1_234_567, "1,234,567"),
    ];
    for (number, expected) in cases {
        assert_eq!(grouped(number), expected);
    }
}
