//! The figures in `docs/conformance.md`, which the tests write.

use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::support::golden::{root, update};

/// Compares blocks of the page, by their names, with what a test has counted; or writes them:
/// `NETPOLC_UPDATE=1`.
pub(crate) fn figures(blocks: &[(&str, &str)]) {
    static PAGE: Mutex<()> = Mutex::new(());
    let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = root().join("docs/conformance.md");
    let kept = fs::read_to_string(&path).unwrap();
    let page = blocks
        .iter()
        .fold(kept.clone(), |page, (name, text)| with(&page, name, text));
    if page != kept {
        if update() {
            fs::write(&path, &page).unwrap();
        }
        let diff = similar::TextDiff::from_lines(&kept, &page);
        let diff = diff.unified_diff().header("kept", "now").to_string();
        panic!("docs/conformance.md is stale, NETPOLC_UPDATE=1 writes:\n{diff}");
    }
}

/// The page with another text in the block of that name.
fn with(page: &str, name: &str, text: &str) -> String {
    let start = format!("<!-- figures: {name} -->\n");
    let (before, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("the page has no {name}"));
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}\n{}\n\n<!-- end -->{after}", text.trim())
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
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
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

#[test]
fn only_the_block_of_a_name_is_written() {
    let page = "a\n<!-- figures: x -->\nold\n<!-- end -->\nb\n<!-- figures: y -->\n<!-- end -->\n";
    assert_eq!(
        with(page, "x", "new\n"),
        "a\n<!-- figures: x -->\n\nnew\n\n<!-- end -->\nb\n<!-- figures: y -->\n<!-- end -->\n"
    );
    let once = with(page, "y", "1");
    assert_eq!(with(&once, "y", "1"), once);
}
