//! The record of the extension's last pass in a real VS Code, which `scripts/vscode` writes, and its picture.

use std::fs;

use serde_json::Value;

use crate::support::golden::{files, root};

/// A picture that is larger slows the page it stands on.
const LARGEST_PICTURE: usize = 150_000;

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn record() -> Value {
    json("editors/vscode/test/real/last-pass.json")
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
    let package = json("editors/vscode/package.json");
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
fn the_picture_is_shown_and_small() {
    assert!(text("docs/editors.md").contains("](images/vscode.png)"));
    let picture = fs::read(root().join("docs/images/vscode.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    assert!(picture.len() < LARGEST_PICTURE, "{} bytes", picture.len());
}
