//! What the fixes of lints do, and what comments silence.

use std::collections::BTreeSet;

use netpolc::diagnostics::{Diagnostic, Edit, Severity, apply};
use netpolc::driver::Run;

use crate::support::case::{Case, cases};
use crate::support::compile::{compile, short};
use crate::support::golden::root;

/// The case in which a fix silences what another one mends.
const MISSPELT: &str = "several/bad-misspelt-lints";

/// The cases whose lints have fixes, by how their names begin.
const FIXED: &[&str] = &[
    "covered-port/bad",
    MISSPELT,
    "service-port/bad",
    "silences-nothing/bad",
    "unknown-port-name/bad-name-of-the-service",
    "unknown-port-name/bad-protocol",
];

#[test]
fn each_fix_of_a_lint_removes_it() {
    let mut tried = 0;
    for case in fixed_cases() {
        let run = case.compile();
        for one in &run.diagnostics {
            for fix in &one.fixes {
                tried += 1;
                let mended = changed(&case, &run, &|text| apply(text, &fix.edits).unwrap());
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

#[test]
fn a_fix_takes_out_what_is_idle_and_no_more() {
    let used = "workload web\nallow wbe -> web";
    for (program, mended) in [
        (
            "allow a -> b:80  # netpolc: alow(x)\nallow c -> d\n",
            "allow a -> b:80\nallow c -> d\n",
        ),
        (
            "allow a -> b:80 # netpolc: allow(no-effect) so far",
            "allow a -> b:80",
        ),
        (
            &format!("{used} # netpolc: allow(covered-port, undeclared-name) so far\n"),
            &format!("{used} # netpolc: allow(undeclared-name) so far\n"),
        ),
        (
            &format!("{used} # netpolc: allow( W0401 , W0414 )\n"),
            &format!("{used} # netpolc: allow( W0401 )\n"),
        ),
        (
            &format!("{used} # netpolc: allow(undeclared_name)\n"),
            &format!("{used} # netpolc: allow(undeclared-name)\n"),
        ),
        ("allow a -> b:(80, 1-99)\n", "allow a -> b:(1-99)\n"),
        (
            "allow a -> b:(\n    80,\n    81,\n    80,\n)\n",
            "allow a -> b:(\n    80,\n    81,\n)\n",
        ),
        (
            "allow a -> b:(\n    80,\n    1-99, # all\n)\n",
            "allow a -> b:(\n    1-99, # all\n)\n",
        ),
    ] {
        let run = compile(program);
        let fix = run.diagnostics.iter().find_map(|one| one.fixes.first());
        let fixed = fix.and_then(|fix| apply(program, &fix.edits));
        assert_eq!(fixed.as_deref(), Some(mended), "{}", short(&run));
        assert_eq!(short(&compile(mended)), "");
    }
}

#[test]
fn no_fix_takes_a_comment_along() {
    for program in [
        "allow a -> b:(80, # web\n    1-99)\n",
        "allow a -> b:(80, # web\n    80)\n",
    ] {
        let run = compile(program);
        assert_eq!(run.diagnostics.len(), 1, "{}", short(&run));
        assert!(run.diagnostics[0].fixes.is_empty(), "{program}");
    }
}

#[test]
fn comments_silence_whatever_ends_the_lines() {
    let mut cases = cases(&root().join("tests/cases/check"));
    cases.retain(|case| case.name.starts_with("silences-nothing/"));
    assert!(cases.len() > 3);
    for case in cases {
        let said = short(&case.compile());
        let windows = case.compile_as(|_, text| {
            let text = String::from_utf8(text).unwrap();
            text.replace('\n', "\r\n").into_bytes()
        });
        assert_eq!(short(&windows), said, "{}", case.name);
        let unended = case.compile_as(|_, text| text.trim_ascii_end().to_vec());
        assert_eq!(short(&unended), said, "{}", case.name);
    }
}

/// An `except` by labels of namespaces would take the rule from the file's own ends as well.
#[test]
fn no_fix_excludes_by_labels_of_namespaces() {
    let program = "namespace shop\ndefault deny\nallow * -> dns\nallow */* -> db:5432\n\
                   deny [team=x]/* -> db\n";
    let run = compile(program);
    assert_eq!(run.diagnostics.len(), 1, "{}", short(&run));
    assert_eq!(run.diagnostics[0].code.slug, "conflict");
    assert!(run.diagnostics[0].fixes.is_empty());
    let by_name = compile(&program.replace("[team=x]/*", "lab/*"));
    assert_eq!(by_name.diagnostics[0].fixes.len(), 1, "{}", short(&by_name));
}
