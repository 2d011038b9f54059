//! Manifests in `tests/cases/init`, and the programs that are read out of them.

use std::fs;
use std::path::PathBuf;

use crate::init::ill_formed;
use crate::support::Netpolc;
use crate::support::golden::{compare, files, root, update};

#[test]
fn programs_are_as_it_says_beside_them() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 3, "only {} cases", cases.len());
    for case in cases {
        let command = fs::read_to_string(case.join("cmd")).unwrap();
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let stdin = fs::read(case.join("stdin.json")).unwrap_or_default();
        let ran = Netpolc::new(&case, &arguments).stdin(stdin).output();
        let name = case.display();
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{name}");
        assert_eq!(ill_formed(&ran.stdout), None, "{name}");
        compare(&case.join("out.netpol"), &ran.stdout, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

/// The manifests that they name are beside them.
#[test]
fn programs_build() {
    for case in cases() {
        let ran = Netpolc::new(&case, &["build", "out.netpol"]).output();
        assert_eq!(ran.status, Some(0), "{}: {}", case.display(), ran.stderr);
        assert!(ran.stdout.contains("name: default-deny"), "{}", ran.stdout);
    }
}

/// The folders of the cases.
fn cases() -> Vec<PathBuf> {
    let commands = files(&root().join("tests/cases/init"), "cmd").into_iter();
    let folders = commands.map(|path| path.parent().unwrap().to_path_buf());
    folders.collect()
}
