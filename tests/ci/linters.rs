//! What others' linters say of the files that they know.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::ci::examples::example;
use crate::ci::runner::steps;
use crate::support::golden::{files, root};
use crate::support::tool::tool;
use crate::support::{Folder, Ran};

const WORKFLOWS: [&str; 2] = [
    ".github/workflows/policies.yml",
    ".github/workflows/code-scanning.yml",
];

/// The examples and the action, as they would stand in a repository.
fn repository() -> Folder {
    let folder = Folder::new();
    for name in WORKFLOWS {
        folder.write(name, example(name));
    }
    for name in [".gitlab-ci.yml", ".pre-commit-config.yaml"] {
        folder.write(name, example(name));
    }
    for name in ["action.yml", ".pre-commit-hooks.yaml", "Dockerfile"] {
        folder.write(name, fs::read(root().join(name)).unwrap());
    }
    folder
}

/// Runs a linter; where it is missing that is said.
fn lint(missing: &'static str, command: &[&str]) {
    let folder = repository();
    lint_in(&folder, missing, command);
}

fn lint_in(folder: &Folder, missing: &'static str, command: &[&str]) {
    let Some(program) = tool(command[0], missing) else {
        return;
    };
    let mut linter = Command::new(program);
    linter.args(&command[1..]).current_dir(folder.root());
    let ran = Ran::of(linter.output().unwrap());
    assert_eq!(ran.status, Some(0), "{command:?}: {ran:?}");
}

#[test]
fn actionlint_reads_the_workflows() {
    let command = ["actionlint", WORKFLOWS[0], WORKFLOWS[1]];
    lint("what actionlint says: it is missing", &command);
}

#[test]
fn the_schemas_hold() {
    let schemas = [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", WORKFLOWS[0]),
        ("vendor.github-workflows", WORKFLOWS[1]),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ];
    for (schema, file) in schemas {
        let command = ["check-jsonschema", "--builtin-schema", schema, file];
        lint(
            "what the schemas say: check-jsonschema is missing",
            &command,
        );
    }
}

#[test]
fn pre_commit_reads_its_files() {
    let missing = "what pre-commit says: it is missing";
    let manifest = ["pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"];
    lint(missing, &manifest);
    let config = ["pre-commit", "validate-config", ".pre-commit-config.yaml"];
    lint(missing, &config);
}

#[test]
fn hadolint_reads_the_dockerfile() {
    let command = ["hadolint", "Dockerfile"];
    lint("what hadolint says: it is missing", &command);
}

/// The steps of the action, and the scripts of this repository.
#[test]
fn shellcheck_reads_the_scripts() {
    let folder = repository();
    let mut names = Vec::new();
    for (step, number) in steps().iter().zip(1..) {
        let name = format!("step-{number}");
        let run = step["run"].as_str().unwrap();
        folder.write(&name, format!("#!/usr/bin/env bash\n{run}"));
        names.push(name);
    }
    for path in files(&root().join("scripts"), "") {
        let runs = fs::metadata(&path).unwrap().permissions().mode() & 0o111 != 0;
        if runs {
            names.push(path.display().to_string());
        }
    }
    names.push(root().join(".ci/run").display().to_string());
    let sources = format!("--source-path={}", root().display());
    let mut command = vec![
        "shellcheck",
        "--severity=warning",
        "--external-sources",
        &sources,
    ];
    command.extend(names.iter().map(String::as_str));
    lint_in(&folder, "what shellcheck says: it is missing", &command);
}
