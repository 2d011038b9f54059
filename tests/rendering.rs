//! What a person sees of many mistakes at once.

use std::fs;

use netpolc::diagnostics::render::{self, Report};

use crate::support::compile::compile;
use crate::support::golden::root;

#[test]
fn many_mistakes_as_text() {
    let path = root().join("tests/cases/check/several/bad-twenty-mistakes.netpol");
    let run = compile(&fs::read_to_string(path).unwrap());
    let report = Report {
        sources: &run.sources,
        diagnostics: &run.diagnostics,
        deny_warnings: false,
    };
    let mut text = Vec::new();
    render::text(&report, false, &mut text).unwrap();
    insta::assert_snapshot!(String::from_utf8(text).unwrap());
}
