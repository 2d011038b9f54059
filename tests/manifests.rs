//! What is read from manifests, and what is said of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::render::{self, Report};
use netpolc::driver::Run;
use netpolc::emit;
use netpolc::k8s::Policy;
use netpolc::k8s::manifest::{Manifests, read};
use netpolc::source::{FileId, Sources, Span};

use crate::support::golden::{compare, files, root, update};

/// The text as a file of that name.
fn read_file(name: &str, text: &str) -> (Sources, Manifests) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let manifests = read(file, text);
    (sources, manifests)
}

/// All that is said, a line each, with its help and fixes.
fn said(sources: &Sources, manifests: &Manifests) -> String {
    let mut out = Vec::new();
    for diagnostic in &manifests.diagnostics {
        let report = Report {
            sources,
            diagnostics: std::slice::from_ref(diagnostic),
            deny_warnings: false,
        };
        render::short(&report, &mut out).unwrap();
        for note in &diagnostic.notes {
            out.extend(format!("  note: {note}\n").bytes());
        }
        for help in &diagnostic.help {
            out.extend(format!("  help: {help}\n").bytes());
        }
        for fix in &diagnostic.fixes {
            out.extend(format!("  fix: {}\n", fix.title).bytes());
        }
    }
    String::from_utf8(out).unwrap()
}

/// The policies, a line each, with the lines that they stand on.
fn summary(sources: &Sources, manifests: &Manifests) -> String {
    let lines = |span: Span| {
        let source = sources.get(span.file).unwrap();
        let [from, to] = [span.start, span.end].map(|at| source.position(at));
        format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column)
    };
    let mut text = String::new();
    for found in &manifests.policies {
        let spans = &found.spans;
        let object = serde_json::to_value(&found.object).unwrap();
        let _ = writeln!(
            text,
            "document {} at {}, name `{}`",
            found.document,
            lines(spans.object),
            sources.slice(spans.name).escape_debug()
        );
        for (what, rules) in [("ingress", &spans.ingress), ("egress", &spans.egress)] {
            for (at, rule) in rules.iter().enumerate() {
                let _ = writeln!(text, "  {what} {at} at {}", lines(*rule));
            }
        }
        let _ = writeln!(text, "  metadata {}", object["metadata"]);
        let _ = writeln!(text, "  spec {}", object["spec"]);
    }
    let _ = writeln!(text, "{} of other kinds", manifests.skipped);
    text
}

#[test]
fn manifests_are_read_as_it_says_beside_them() {
    let folder = root().join("tests/cases/manifest");
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files(&folder, "") {
        let name = path.file_name().unwrap().to_string_lossy();
        let Some((_, "yaml" | "json")) = name.split_once("in.") else {
            if name != "out.txt" {
                wrong.push(format!("{} belongs to no case", path.display()));
            }
            continue;
        };
        count += 1;
        let text = fs::read_to_string(&path).unwrap();
        let (sources, manifests) = read_file(&name, &text);
        let mut out = said(&sources, &manifests);
        out.push_str(&summary(&sources, &manifests));
        compare(&path.with_file_name("out.txt"), &out, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count > 15, "only {count} cases");
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}
