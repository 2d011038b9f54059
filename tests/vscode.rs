//! The extension for VS Code as a program: its own tests, what it may not do, and the record of its last pass in a
//! real VS Code, which `scripts/vscode` writes with its pictures.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::golden::{files, root};
use crate::support::skip::skipped;
use crate::support::tool::on_path;

/// A picture that is larger slows the page it stands on.
const LARGEST_PICTURE: usize = 150_000;

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn read(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn record() -> Value {
    read("editors/vscode/test/real/last-pass.json")
}

/// The names of checks, as those that run them list them.
fn checks() -> Vec<String> {
    let scripts = files(&root().join("editors/vscode/test/real"), ".cjs");
    let listed = scripts.iter().map(|path| {
        let script = fs::read_to_string(path).unwrap();
        let list = script.split_once("  checks: {").unwrap_or_default().1;
        let names = list.lines().filter_map(|line| line.split('"').nth(1));
        names.map(str::to_owned).collect::<Vec<_>>()
    });
    let mut all: Vec<String> = listed.flatten().collect();
    all.sort();
    all
}

#[test]
fn the_last_pass_is_of_all_checks() {
    let record = record();
    let held = record["checks"].as_array().unwrap().iter();
    let mut held: Vec<&str> = held.map(|name| name.as_str().unwrap()).collect();
    held.sort_unstable();
    assert!(held.len() > 10, "only {} checks", held.len());
    assert_eq!(held, checks());
}

#[test]
fn the_last_pass_names_what_was_tried() {
    let record = record();
    for hash in ["commit", "sources"] {
        let hash = record[hash].as_str().unwrap();
        assert!(
            hash.len() == 40 && hash.chars().all(|c| c.is_ascii_hexdigit()),
            "{hash}"
        );
    }
    let package = read("editors/vscode/package.json");
    assert_eq!(record["extension"], package["version"]);
    assert_eq!(record["vsce"], package["devDependencies"]["@vscode/vsce"]);
    let script = text("scripts/vscode");
    for tool in ["code-server", "node", "playwright"] {
        let pinned = format!(
            "\n{}_version={}\n",
            tool.replace('-', "_"),
            record[tool].as_str().unwrap()
        );
        assert!(script.contains(&pinned), "scripts/vscode has not {pinned}");
    }
    for tool in ["vscode", "chromium"] {
        let version = record[tool].as_str().unwrap();
        assert!(version.split('.').count() > 2, "{tool} {version}");
        assert!(
            version.split('.').all(|part| part.parse::<u32>().is_ok()),
            "{tool} {version}"
        );
    }
}

#[test]
fn the_pictures_are_shown_and_small() {
    let page = text("docs/editors.md");
    for name in ["vscode", "vscode-hover", "vscode-yaml"] {
        assert!(page.contains(&format!("](images/{name}.png)")), "{name}");
        let picture = fs::read(root().join(format!("docs/images/{name}.png"))).unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
        let size = picture.len();
        assert!(size < LARGEST_PICTURE, "{name}: {size} bytes");
    }
}

#[test]
fn its_own_tests_pass() {
    if on_path("node").is_none() {
        skipped("the tests of the extension for VS Code, for which there is no `node` on the path");
        return;
    }
    let tests = files(&root().join("editors/vscode/test/unit"), ".test.cjs");
    assert!(tests.len() > 1);
    let output = Command::new("node")
        .args(["--test", "--test-reporter=tap"])
        .args(tests)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    let count = said.lines().find_map(|line| line.strip_prefix("# pass "));
    let count: usize = count.unwrap().parse().unwrap();
    assert!(count > 5, "only {count} tests");
}

/// What an untrusted workspace must not choose.
#[test]
fn the_program_is_the_users_own_choice() {
    let package = read("editors/vscode/package.json");
    let trust = &package["capabilities"]["untrustedWorkspaces"];
    assert_eq!(trust["supported"], "limited");
    assert_eq!(trust["restrictedConfigurations"], json!(["netpolc.path"]));
}

/// What is bundled is what was tried.
#[test]
fn its_libraries_are_pinned() {
    let package = read("editors/vscode/package.json");
    let lock = read("editors/vscode/package-lock.json");
    assert_eq!(package["dependencies"], Value::Null, "all are bundled");
    for (name, version) in package["devDependencies"].as_object().unwrap() {
        let locked = &lock["packages"][format!("node_modules/{name}")]["version"];
        assert_eq!(version, locked, "{name}");
    }
}
