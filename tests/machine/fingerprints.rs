//! Fingerprints stay when lines are added above, and are those of one result each.

use std::collections::BTreeSet;
use std::fs;

use netpolc::diagnostics::render::Report;

use crate::machine::sarif::{results, sarif};
use crate::support::Folder;
use crate::support::compile::compile;
use crate::support::golden::root;

fn fingerprints(text: &str) -> Vec<String> {
    let run = compile(text);
    let document = sarif(&Report {
        sources: &run.sources,
        diagnostics: &run.diagnostics,
        deny_warnings: false,
    });
    let found = results(&document).iter().map(|result| {
        let value = &result["partialFingerprints"]["netpolc/v1"];
        value.as_str().unwrap().to_owned()
    });
    found.collect()
}

fn many_mistakes() -> String {
    let path = root().join("tests/cases/check/several/bad-twenty-mistakes.netpol");
    fs::read_to_string(path).unwrap()
}

#[test]
fn they_stay_when_lines_are_added_above() {
    let text = many_mistakes();
    let before = fingerprints(&text);
    assert!(before.len() >= 20, "{before:?}");
    for above in [
        "# One more comment.\n",
        "\n\n\n",
        "network added-network = 198.51.100.0/24\n",
    ] {
        let after: BTreeSet<String> = fingerprints(&format!("{above}{text}"))
            .into_iter()
            .collect();
        let gone: Vec<&String> = before.iter().filter(|one| !after.contains(*one)).collect();
        assert!(gone.is_empty(), "{above:?}: {gone:?}");
    }
}

#[test]
fn each_result_has_its_own() {
    let text = many_mistakes();
    let all = fingerprints(&text);
    let different: BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len());

    let twice = fingerprints("allow a\nallow b -> c\nallow a\n");
    let [first, second] = twice.as_slice() else {
        panic!("{twice:?}");
    };
    assert_ne!(first, second);
    assert_eq!(fingerprints("allow a\n").join(" "), *first);
    assert_ne!(fingerprints("allow b\n").join(" "), *first);
}

#[test]
fn they_are_the_same_from_every_folder() {
    let folder = Folder::new()
        .file(".git/HEAD", "")
        .file("k8s/apps/shop.netpol", "allow a\n");
    let in_folder = |path: &str, input: &str| {
        let inner = folder.path(path);
        let arguments = ["check", input, "--format", "sarif"];
        let ran = crate::support::Netpolc::new(&inner, &arguments).output();
        assert_eq!(ran.status, Some(1), "{ran:?}");
        ran.stdout
    };
    let whole = folder.path("k8s/apps/shop.netpol");
    let from_root = in_folder(".", "k8s/apps/shop.netpol");
    assert!(from_root.contains("\"uri\": \"k8s/apps/shop.netpol\""));
    assert_eq!(in_folder("k8s/apps", "shop.netpol"), from_root);
    assert_eq!(in_folder("k8s", "../k8s/./apps"), from_root);
    assert_eq!(in_folder("k8s", whole.to_str().unwrap()), from_root);
}

/// A hash of a secret tells whether a guess is right.
#[test]
fn nothing_of_a_secret_is_in_the_document() {
    let said = |secret: &str| {
        let folder = Folder::new().file("a.netpol", "allow a -> b\n").file(
            "k8s.yaml",
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata:\n  key: [{secret}\n"
            ),
        );
        let arguments = [
            "check",
            "a.netpol",
            "--manifests",
            "k8s.yaml",
            "--format",
            "sarif",
        ];
        let ran = folder.netpolc(&arguments).output();
        assert_eq!(ran.status, Some(1), "{ran:?}");
        ran.stdout
    };
    let hunter = said("hunter2");
    assert!(!hunter.contains("hunter2"));
    assert_eq!(hunter, said("letmein"));
}
