//! The extension for VS Code, but for its grammar: what it names is there, and its patterns read what they should.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::Folder;
use crate::support::golden::root;
use crate::support::skip::skipped;
use crate::support::tool::on_path;

fn json(path: &str) -> Value {
    let path = root().join("editors").join(path);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_package_names_files_that_are_there() {
    let folder = root().join("editors/vscode");
    let package = json("vscode/package.json");
    let mut named = Vec::new();
    let mut values = vec![&package];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(fields) => values.extend(fields.values()),
            Value::Array(items) => values.extend(items),
            Value::String(text) => {
                named.extend(text.strip_prefix("./"));
            }
            _ => {}
        }
    }
    assert!(named.len() >= 5, "{named:?}");
    // What is bundled is made while it is packaged.
    let bundler = fs::read_to_string(folder.join("build.cjs")).unwrap();
    let is_there = |path: &str| {
        if path.starts_with("dist/") {
            bundler.contains(&format!("outfile: \"{path}\""))
        } else {
            Path::is_file(&folder.join(path))
        }
    };
    let missing: Vec<_> = named.iter().filter(|path| !is_there(path)).collect();
    assert_eq!(missing, [&""; 0]);
}

#[test]
fn all_have_the_version_of_the_crate() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(json("vscode/package.json")["version"], version);
    assert_eq!(json("vscode/package-lock.json")["version"], version);
    assert_eq!(
        json("tree-sitter-netpol/tree-sitter.json")["metadata"]["version"],
        version
    );
    let page = fs::read_to_string(root().join("docs/editors.md")).unwrap();
    assert!(page.contains(&format!("netpol-{version}.vsix")));
}

/// What the patterns of the extension make of each line: the problem, what Enter does, and whether what follows is
/// one step in.
fn read(lines: &str) -> Option<Vec<Value>> {
    if on_path("node").is_none() {
        skipped(
            "the patterns of the extension for VS Code, for which there is no `node` on the path",
        );
        return None;
    }
    let folder = Folder::new().file("lines", lines);
    let mut node = Command::new("node");
    node.arg(root().join("editors/vscode/test/patterns.cjs"))
        .arg(folder.path("lines"));
    let output = node.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let values = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    Some(values.collect())
}

#[test]
fn the_problem_matcher_reads_short_lines() {
    let folder = Folder::new().file("a b.netpol", "allow a => b\nallow any -> b:80, 443\n");
    let checked = folder.netpolc(&["check", "--format", "short"]).output();
    assert_eq!(checked.stdout.lines().count(), 2, "{checked:?}");
    let Some(values) = read(&checked.stdout) else {
        return;
    };
    let wanted = json!([
        "a b.netpol",
        "1",
        "9",
        "error",
        "E0103 wrong-arrow",
        "expected `->`, found `=>`"
    ]);
    assert_eq!(values[0][0], wanted);
    assert_eq!(values[1][0][3], "error");
    assert_eq!(values[1][0][4], "E0119 ports-need-parentheses");
}

/// Lines, what Enter does behind them, and whether they open a bracket that stays open.
const LINES: [(&str, Option<&str>, bool); 12] = [
    ("allow a,", Some("indent"), false),
    ("allow a -> # why", Some("indent"), false),
    ("namespace a,", Some("indent"), false),
    ("    b,", Some("none"), false),
    ("    \"b,\" ->", Some("none"), false),
    ("    !legacy, # last", Some("none"), false),
    ("allow [", None, true),
    ("    backend:( # ports", None, true),
    ("allow a -> b", None, false),
    ("allow \"a,\" -> b # c,", None, false),
    ("allow a -> b because \"c ->\"", None, false),
    ("# a,", None, false),
];

#[test]
fn enter_goes_on_where_the_statement_does() {
    let lines = LINES.map(|(line, _, _)| format!("{line}\n"));
    let Some(values) = read(&lines.concat()) else {
        return;
    };
    for ((line, enter, deeper), value) in LINES.iter().zip(values) {
        assert_eq!(value, json!([null, enter, deeper]), "{line}");
    }
}
