//! `netpolc explain` and `netpolc prelude`.

use crate::support::Folder;

#[test]
fn by_number_in_either_case_and_by_name() {
    let folder = Folder::new();
    let page = folder.netpolc(&["explain", "E0201"]).output();
    let page = page.expect(0, "# E0201 unknown-name\n[...]\n", "").stdout;
    folder
        .netpolc(&["explain", "e0201"])
        .output()
        .expect(0, &page, "");
    folder
        .netpolc(&["explain", "unknown-name"])
        .output()
        .expect(0, &page, "");
}

#[test]
fn without_a_code_it_lists_all() {
    let ran = Folder::new().netpolc(&["explain"]).output();
    let ran = ran.expect(
        0,
        "E0101  unexpected-token\n[...]\nE0201  unknown-name\n[...]\n",
        "",
    );
    let mut lines: Vec<_> = ran.stdout.lines().collect();
    assert!(
        lines
            .iter()
            .all(|line| line.split_whitespace().count() == 2)
    );
    lines.dedup();
    assert_eq!(lines.len(), netpolc::diagnostics::codes::ALL.len());
}

#[test]
fn an_unknown_code_may_be_a_slip() {
    let folder = Folder::new();
    folder.netpolc(&["explain", "unknown-nam"]).output().expect(
        2,
        "",
        "error: there is no diagnostic `unknown-nam`\n  = help: did you mean `unknown-name`?\n",
    );
    folder.netpolc(&["explain", "frobnicate"]).output().expect(
        2,
        "",
        "error: there is no diagnostic `frobnicate`\n  = help: `netpolc explain` lists all of them\n",
    );
}

#[test]
fn the_prelude_is_printed_as_it_is() {
    let ran = Folder::new().netpolc(&["prelude"]).output();
    ran.expect(0, netpolc::resolve::PRELUDE, "");
}
