//! What the fixes of lints do: each removes what it is about, and all of them together agree.

use std::collections::BTreeSet;

use netpolc::diagnostics::{Diagnostic, Edit, Severity};
use netpolc::driver::Run;

use crate::support::case::{Case, cases};
use crate::support::compile::short;
use crate::support::diagnostic_lines::apply;
use crate::support::golden::root;

/// The case in which a fix silences what another one mends.
const MISSPELT: &str = "several/bad-misspelt-lints";

/// The cases whose lints have fixes, by how their names begin.
const FIXED: &[&str] = &["covered-port/bad", MISSPELT, "silences-nothing/bad"];

#[test]
fn each_fix_of_a_lint_removes_it() {
    let mut tried = 0;
    for case in fixed_cases() {
        let run = case.compile();
        for one in &run.diagnostics {
            for fix in &one.fixes {
                tried += 1;
                let mended = changed(&case, &run, &|text| apply(fix, text).unwrap());
                let still = |other: &Diagnostic| other.message == one.message;
                let before = run.diagnostics.iter().filter(|other| still(other));
                let after = mended.diagnostics.iter().filter(|other| still(other));
                let (before, after) = (before.count(), after.count());
                assert!(after < before, "{}: {one:?}\n{}", case.name, short(&mended));
                no_errors(&case, &mended);
            }
        }
    }
    assert!(tried > 25, "only {tried} fixes");
}

#[test]
fn all_fixes_of_lints_together_leave_only_what_has_none() {
    for case in fixed_cases() {
        if case.name.starts_with(MISSPELT) {
            // To silence a lint and to mend it are two ways, of which one is enough.
            continue;
        }
        let run = case.compile();
        let fixes = run.diagnostics.iter().flat_map(|one| &one.fixes);
        let edits: BTreeSet<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
        let edits: Vec<&Edit> = edits.into_iter().collect();
        for pair in edits.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{}", case.name);
        }
        let mended = changed(&case, &run, &|text| {
            let mut text = text.to_owned();
            for edit in edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            text
        });
        let unfixed = run.diagnostics.iter().filter(|one| one.fixes.is_empty());
        let unfixed: BTreeSet<&String> = unfixed.map(|one| &one.message).collect();
        let left: BTreeSet<&String> = mended.diagnostics.iter().map(|one| &one.message).collect();
        assert!(
            left.is_subset(&unfixed),
            "{}
{}",
            case.name,
            short(&mended)
        );
    }
}

/// Those cases. All their diagnostics are about one file.
fn fixed_cases() -> Vec<Case> {
    let mut cases = cases(&root().join("tests/cases/check"));
    cases.retain(|case| FIXED.iter().any(|start| case.name.starts_with(start)));
    cases
}

fn changed(case: &Case, run: &Run, change: &dyn Fn(&str) -> String) -> Run {
    let file = run.diagnostics[0].primary.span.file;
    let about = run.sources.name(file);
    case.compile_as(|name, text| {
        if name == about {
            change(&String::from_utf8(text).unwrap()).into_bytes()
        } else {
            text
        }
    })
}

fn no_errors(case: &Case, run: &Run) {
    let error = |one: &Diagnostic| one.code.severity == Severity::Error;
    assert!(
        !run.diagnostics.iter().any(error),
        "{}\n{}",
        case.name,
        short(run)
    );
}
