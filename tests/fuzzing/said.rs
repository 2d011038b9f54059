//! What is said of an input can be shown, and done.

use netpolc::diagnostics::render::{self, Report};
use netpolc::diagnostics::{Diagnostic, apply};
use netpolc::source::Sources;
use serde_json::Value;

use crate::support::spans;

/// Shows diagnostics in every way, and tries their fixes. Every place that they name lies in its text, on
/// the borders of characters. Returns them a line each.
pub(crate) fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    for one in diagnostics {
        for span in spans::of_diagnostic(one) {
            let source = sources.get(span.file).unwrap();
            assert!(source.text.get(span.range()).is_some(), "{span:?} {one:?}");
        }
        for fix in &one.fixes {
            for (file, source) in sources.iter() {
                let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
                assert!(apply(&source.text, edits).is_some(), "{fix:?}");
            }
        }
    }
    let report = Report {
        sources,
        diagnostics,
        deny_warnings: false,
    };
    let [mut text, mut json, mut short] = [const { Vec::new() }; 3];
    render::text(&report, false, &mut text).unwrap();
    render::json(&report, &mut json).unwrap();
    render::short(&report, &mut short).unwrap();
    let json: Vec<Value> = serde_json::from_slice(&json).unwrap();
    assert_eq!(json.len(), diagnostics.len());
    assert_eq!(text.is_empty(), diagnostics.is_empty());
    let short = String::from_utf8(short).unwrap();
    assert_eq!(short.lines().count(), diagnostics.len(), "{short}");
    short
}
