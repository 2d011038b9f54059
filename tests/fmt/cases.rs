//! Pairs of a text and its canonical form.

use std::fs;

use crate::fmt::tokens::KEYWORDS;
use crate::support::canonical::canonical;
use crate::support::golden::{compare, files, root, update};

const FORMATTED: &str = ".formatted.netpol";

#[test]
fn texts_are_formatted_as_it_is_kept_beside_them() {
    let mut wrong = Vec::new();
    let mut all = String::new();
    let mut count = 0;
    let folder = root().join("tests/cases/fmt");
    let paths = files(&folder, ".netpol");
    for path in &paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(stem) = name.strip_suffix(FORMATTED) {
            assert!(
                folder.join(format!("{stem}.netpol")).exists(),
                "{name}: of what?"
            );
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let formatted = canonical(&text).unwrap_or_else(|| panic!("{name} has errors"));
        assert_ne!(text, formatted, "{name} shows nothing");
        let kept = folder.join(name.replace(".netpol", FORMATTED));
        compare(&kept, &formatted, &mut wrong);
        all.push_str(&text);
        count += 1;
    }
    assert_eq!(
        files(&folder, "").len(),
        paths.len(),
        "all are `.netpol` files"
    );
    for keyword in KEYWORDS {
        let mut lines = all.lines().map(str::trim_start);
        assert!(
            lines.any(|line| line.starts_with(keyword)),
            "no `{keyword}`"
        );
    }
    assert!(count >= 15, "only {count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}
