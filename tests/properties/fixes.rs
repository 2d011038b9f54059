//! The mend of a warning writes the same objects as before, and the warning is gone.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicySpec;
use netpolc::diagnostics::codes;
use netpolc::diagnostics::{Diagnostic, Fix, Severity};
use netpolc::driver::Run;

use crate::properties::case::{Verdict, objects};
use crate::properties::suite::{FILES, Line, Suite, each_suite, is_refused, said};
use crate::properties::suite_generator::Wishes;
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 0,
    allows: 3,
    several: 20,
    is_rich: true,
};

#[test]
fn fixes_of_warnings_leave_the_objects_as_they_are() {
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    let (compiled, cases) = each_suite(400_000, 1500, WISHES, |_, suite| {
        let run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        for one in run.diagnostics.iter().filter(|one| is_harmless(one)) {
            for fix in &one.fixes {
                *mended.entry(one.code.slug).or_default() += 1;
                if let Some(wrong) = damage(suite, &run, one, fix) {
                    return Verdict::Fails(wrong);
                }
            }
        }
        Verdict::Holds
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    for code in [&codes::OWN_NAMESPACE_LABELS, &codes::COVERED_PORT] {
        let mended = mended.get(code.slug).copied().unwrap_or_default();
        assert!(mended > 30, "{} is mended {mended} times", code.slug);
    }
}

/// Whether its mends are about the text alone. What the author meant by a name that nothing declares is
/// a guess.
fn is_harmless(one: &Diagnostic) -> bool {
    one.code.severity == Severity::Warning && *one.code != codes::UNDECLARED_NAME
}

fn damage(suite: &Suite, run: &Run, one: &Diagnostic, fix: &Fix) -> Option<String> {
    let texts = mended(suite, run, fix);
    let after = suite.compile_texts(&texts);
    let slug = one.code.slug;
    let lines = |run: &Run| -> Vec<Line> { said(run, one.code) };
    let wrong = if is_refused(&after) {
        "is refused"
    } else if written(run) != written(&after) {
        "writes something else"
    } else if lines(run).len() <= lines(&after).len() {
        "still has the warning"
    } else {
        return None;
    };
    let (before, after) = (short(run), short(&after));
    let texts = texts.join("---\n");
    Some(format!(
        "mended of {slug}, it {wrong}:\n{before}after:\n{texts}{after}"
    ))
}

/// The texts of the files, with the edits of a fix.
fn mended(suite: &Suite, run: &Run, fix: &Fix) -> [String; 3] {
    let mut texts = suite.texts();
    let mut edits = fix.edits.clone();
    edits.sort();
    for edit in edits.iter().rev() {
        let name = run.sources.name(edit.span.file);
        let file = FILES.iter().position(|one| *one == name).unwrap();
        texts[file].replace_range(edit.span.range(), &edit.text);
    }
    texts
}

/// The objects by what the API server knows them by, without their labels and comments.
fn written(run: &Run) -> Vec<(Option<String>, Option<String>, Option<NetworkPolicySpec>)> {
    let all = objects(run).into_iter();
    all.map(|one| (one.metadata.namespace, one.metadata.name, one.spec))
        .collect()
}
