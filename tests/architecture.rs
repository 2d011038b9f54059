//! House rules that no compiler checks: which way imports go, how long files are, what they open with.
//!
//! `ARCHITECTURE.md` says why.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// For each stage the stages that it may import. `lib.rs` and `main.rs` stand outside.
const IMPORTS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostics", &["source"]),
    ("parallel", &[]),
    ("syntax", &["diagnostics", "parallel", "source"]),
    ("format", &["source", "syntax"]),
    ("sets", &[]),
    ("k8s", &["diagnostics", "source"]),
    ("model", &["sets", "source"]),
    ("workloads", &["k8s", "sets"]),
    (
        "resolve",
        &[
            "diagnostics",
            "format",
            "k8s",
            "model",
            "parallel",
            "sets",
            "source",
            "syntax",
            "workloads",
        ],
    ),
    (
        "check",
        &[
            "diagnostics",
            "format",
            "k8s",
            "model",
            "parallel",
            "sets",
            "source",
            "syntax",
            "workloads",
        ],
    ),
    (
        "init",
        &[
            "diagnostics",
            "format",
            "k8s",
            "sets",
            "source",
            "syntax",
            "workloads",
        ],
    ),
    ("lower", &["k8s", "model", "parallel", "sets", "source"]),
    ("emit", &["k8s", "parallel", "source"]),
    ("splice", &["diagnostics", "emit", "k8s", "source"]),
    ("eval", &["sets"]),
    (
        "verify",
        &["diagnostics", "eval", "model", "parallel", "sets", "source"],
    ),
    (
        "why",
        &[
            "diagnostics",
            "eval",
            "format",
            "k8s",
            "model",
            "sets",
            "source",
            "workloads",
        ],
    ),
    (
        "driver",
        &[
            "check",
            "diagnostics",
            "emit",
            "eval",
            "format",
            "init",
            "k8s",
            "lower",
            "model",
            "parallel",
            "resolve",
            "sets",
            "source",
            "splice",
            "syntax",
            "verify",
            "why",
            "workloads",
        ],
    ),
    (
        "ide",
        &[
            "diagnostics",
            "driver",
            "emit",
            "format",
            "k8s",
            "model",
            "resolve",
            "sets",
            "source",
            "syntax",
            "why",
            "workloads",
        ],
    ),
    ("lsp", &["diagnostics", "driver", "ide", "source", "syntax"]),
    (
        "cli",
        &[
            "diagnostics",
            "driver",
            "emit",
            "k8s",
            "lsp",
            "model",
            "parallel",
            "resolve",
            "source",
            "why",
        ],
    ),
];

/// The crates that only one place may name, with that place.
const CRATES: &[(&str, &str)] = &[
    ("pest", "src/syntax/"),
    ("pest_derive", "src/syntax/"),
    ("codespan_reporting", "src/diagnostics/render/text"),
    ("clap", "src/cli/"),
    ("saphyr_parser", "src/k8s/manifest/yaml"),
    ("std::fs", "src/cli/"),
    ("std::io", "src/cli/"),
    ("std::env", "src/cli/"),
    ("glob", "src/cli/"),
    ("lsp_server", "src/lsp/"),
    ("lsp_types", "src/lsp/"),
    ("percent_encoding", "src/lsp/"),
    ("tempfile", "src/cli/"),
];

/// Lines of a file, without its tests.
const LONGEST_FILE: usize = 600;

/// Half of the files are shorter than this.
const MEDIAN_FILE: usize = 150;

/// Words of unfinished work.
const UNFINISHED: &[&str] = &["TODO", "FIXME", "XXX", "HACK", "unimplemented!", "dbg!("];

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(stage) = stage_of(&path) else {
            continue;
        };
        let allowed = IMPORTS.iter().find(|(name, _)| *name == stage);
        let Some((_, allowed)) = allowed else {
            wrong.push(format!(
                "{path}: `{stage}` is no stage of tests/architecture.rs"
            ));
            continue;
        };
        for import in imports_of(&code(&text)) {
            if import != stage && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{path}: `{stage}` imports `{import}`"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Two independent implementations of one law: the concrete matcher is not to lean on the algebra.
#[test]
fn the_concrete_matcher_stands_alone() {
    let mut seen = 0;
    for (path, text) in sources() {
        if path.starts_with("src/eval/concrete/") {
            seen += 1;
            assert!(!code(&text).contains("crate::"), "{path} imports a stage");
        }
    }
    assert!(seen > 10, "only {seen} files");
}

#[test]
fn crates_stay_in_their_place() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (name, place) in CRATES {
            let named = code(&text).lines().any(|line| {
                let line = line.trim_start();
                let nested = line.starts_with("use std::{")
                    && name
                        .strip_prefix("std::")
                        .is_some_and(|part| words(line).any(|word| word == part));
                line.contains(&format!("{name}::"))
                    || line.contains(&format!("use {name};"))
                    || nested
            });
            if named && !path.starts_with(place) && path != "src/main.rs" && !is_writer(&path, name)
            {
                wrong.push(format!("{path}: names `{name}`"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for (path, text) in sources() {
        let length = code(&text).lines().count();
        lengths.push(length);
        if length > LONGEST_FILE {
            wrong.push(format!("{path}: {length} lines"));
        }
        if !text.starts_with("//! ") {
            wrong.push(format!("{path}: does not begin with `//! ` and a sentence"));
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    if median >= MEDIAN_FILE {
        wrong.push(format!("half of the files have {median} lines or more"));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut wrong = Vec::new();
    let places = [
        "src",
        "tests",
        "benches",
        "grammar",
        "docs",
        "examples",
        "editors/helix",
        "editors/tree-sitter-netpol",
        "editors/vim",
        "editors/vscode/snippets",
        "editors/vscode/syntaxes",
        "editors/vscode/test",
        "fuzz/src",
        "fuzz/fuzz_targets",
        "scripts",
        ".ci",
    ];
    for path in places.iter().flat_map(|place| files(&root().join(place))) {
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let shown = relative(&path);
        if shown == "tests/architecture.rs" {
            continue;
        }
        for word in UNFINISHED.iter().filter(|word| text.contains(**word)) {
            wrong.push(format!("{shown}: {word}"));
        }
        if text.contains("#[ignore") || text.contains("#[should_panic") {
            wrong.push(format!(
                "{shown}: a test that is not run, or that hopes for a panic"
            ));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_module_is_reached_by_the_documents() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let stages: BTreeSet<String> = sources()
        .iter()
        .filter_map(|(path, _)| stage_of(path))
        .collect();
    let missing: Vec<&String> = stages
        .iter()
        .filter(|stage| !architecture.contains(&format!("`{stage}")))
        .collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md does not speak of {missing:?}"
    );
}

/// Renderers write to what they are given, and need the trait for it.
fn is_writer(path: &str, name: &str) -> bool {
    name == "std::io" && path.starts_with("src/diagnostics/render/")
}

/// `src/sets/ports.rs` -> `sets`, `src/driver.rs` -> `driver`.
fn stage_of(path: &str) -> Option<String> {
    let inner = path.strip_prefix("src/")?;
    let first = inner.split('/').next()?;
    match first {
        "lib.rs" | "main.rs" => None,
        _ => Some(first.trim_end_matches(".rs").to_owned()),
    }
}

/// The stages that a text names by `crate::`.
fn imports_of(code: &str) -> BTreeSet<String> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut found = BTreeSet::new();
    for line in lines {
        for rest in line.split("crate::").skip(1) {
            let group = rest.strip_prefix('{').map_or(rest, |group| group);
            let first = words(group).next();
            found.extend(first.map(str::to_owned));
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_')
        .filter(|word| !word.is_empty())
}

/// A file without its tests.
fn code(text: &str) -> String {
    text.split("\n#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn sources() -> Vec<(String, String)> {
    let found = files(&root().join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let read: io::Result<Vec<_>> = found
        .map(|path| Ok((relative(&path), fs::read_to_string(&path)?)))
        .collect();
    let read = read.unwrap_or_default();
    assert!(
        read.len() > 50,
        "only {} source files were found",
        read.len()
    );
    read
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
