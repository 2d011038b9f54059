//! What is said of a program is said of its canonical form: comments go on silencing what they did.

use std::path::Path;

use netpolc::driver::run;

use crate::support::canonical::canonical;
use crate::support::compile::{Disk, file, tested};
use crate::support::golden::{files, root};

#[test]
fn the_same_is_said_of_canonical_forms() {
    let mut count = 0;
    let mut silenced = 0;
    for folder in ["tests/cases/check", "tests/cases/fmt", "examples"] {
        for path in files(&root().join(folder), ".netpol") {
            let Ok(input) = file(&path, "test.netpol") else {
                continue;
            };
            let Ok(text) = String::from_utf8(input.bytes) else {
                continue;
            };
            if let Some(formatted) = canonical(&text) {
                assert_eq!(
                    said(&path, &text),
                    said(&path, &formatted),
                    "{}",
                    path.display()
                );
                count += 1;
                silenced += usize::from(text.contains("netpolc: allow("));
            }
        }
    }
    assert!(count > 300 && silenced > 5, "only {count}, {silenced}");
}

/// The codes of all diagnostics, and the lines of the text without blanks that they point at.
fn said(path: &Path, text: &str) -> Vec<&'static str> {
    let mut input = file(path, "test.netpol").unwrap();
    input.bytes = text.as_bytes().to_vec();
    let run = run(vec![input], &Disk, &tested());
    let mut said: Vec<&str> = run.diagnostics.iter().map(|one| one.code.slug).collect();
    said.sort_unstable();
    said
}
