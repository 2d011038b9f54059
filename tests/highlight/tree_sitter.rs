//! The tree-sitter grammar, its queries, and the parser that is made from it, by tree-sitter's own command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use netpolc::syntax::classes::Class;

use crate::highlight::case::{Case, differences, marks};
use crate::highlight::program::Programs;
use crate::support::golden::{files, root};
use crate::support::skip::skipped;
use crate::support::tool::on_path;

/// The captures of each class.
const CAPTURES: [(&str, Class); 18] = [
    ("comment", Class::Comment),
    ("string", Class::String),
    ("keyword", Class::Keyword),
    ("operator", Class::Operator),
    ("keyword.operator", Class::Operator),
    ("keyword.modifier", Class::Modifier),
    ("constant.builtin", Class::Wildcard),
    ("variable", Class::Name),
    ("type", Class::Declaration),
    ("module", Class::Namespace),
    ("property", Class::Key),
    ("string.special.symbol", Class::Value),
    ("number", Class::Number),
    ("constant", Class::Port),
    ("type.builtin", Class::Protocol),
    ("number.address", Class::Address),
    ("punctuation.delimiter", Class::Punctuation),
    ("punctuation.bracket", Class::Punctuation),
];

pub(crate) fn folder() -> PathBuf {
    root().join("editors/tree-sitter-netpol")
}

/// Runs `tree-sitter` in a folder with a grammar.
pub(crate) fn tree_sitter(folder: &Path, home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("tree-sitter");
    command
        .args(arguments)
        .current_dir(folder)
        .env("HOME", home)
        .env("XDG_CACHE_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .env("NO_COLOR", "1");
    command.output().unwrap()
}

pub(crate) fn is_missing() -> bool {
    let missing = on_path("tree-sitter").is_none();
    if missing {
        skipped("the tree-sitter grammar, for which there is no `tree-sitter` on the path");
    }
    missing
}

/// A copy of the grammar with what was made from it, so that nothing is written beside the sources.
fn copy() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for path in files(&folder(), "") {
        let inner = path.strip_prefix(folder()).unwrap();
        let to = copy.path().join(inner);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&path, to).unwrap();
    }
    copy
}

/// The arguments that name the parser, which is built anew.
pub(crate) fn parser(programs: &Programs) -> [String; 4] {
    let home = programs.beside("home");
    let library = programs.beside("netpol.so").to_string_lossy().into_owned();
    let built = tree_sitter(&folder(), &home, &["build", "-o", &library, "."]);
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    ["--lib-path", &library, "--lang-name", "netpol"].map(str::to_owned)
}

/// For each program whether it has something wrong, `ERROR` or `MISSING`.
fn broken(programs: &Programs) -> Vec<bool> {
    let home = programs.beside("home");
    let [library, at, language, name] = &parser(programs);
    let mut wrong = Vec::new();
    for path in programs.paths() {
        let path = path.to_string_lossy().into_owned();
        let output = tree_sitter(
            &folder(),
            &home,
            &["parse", library, at, language, name, &path],
        );
        let tree = String::from_utf8(output.stdout).unwrap();
        assert!(tree.starts_with("(source_file"), "{path}: {tree}");
        let has_error = tree.contains("(ERROR") || tree.contains("(MISSING");
        assert_eq!(has_error, !output.status.success(), "{path}: {tree}");
        wrong.push(has_error);
    }
    wrong
}

#[test]
fn tree_sitter_agrees() {
    if is_missing() {
        return;
    }
    let cases = Case::everything();
    let programs = Programs::new(&cases);
    let home = programs.beside("home");
    let [library, at, language, name] = &parser(&programs);
    let mut wrong = Vec::new();
    for (case, path) in cases.iter().zip(programs.paths()) {
        let text = case.text();
        let path = path.to_string_lossy().into_owned();
        let query = "queries/highlights.scm";
        let query = [
            "query",
            library,
            at,
            language,
            name,
            "--captures",
            query,
            &path,
        ];
        let output = tree_sitter(&folder(), &home, &query);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let captures = printed.lines().filter_map(|line| capture(&text, line));
        wrong.extend(differences(case, "tree-sitter", &marks(&text, captures)));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// `pattern: 0, capture: 1 - name, start: (0, 6), end: (0, 13), text: …`
fn capture(text: &str, line: &str) -> Option<(usize, usize, Class)> {
    let (_, rest) = line.split_once("capture: ")?;
    let (name, rest) = rest.split_once(" - ")?.1.split_once(", start: (")?;
    let (start, rest) = rest.split_once("), end: (")?;
    let end = rest.split_once(')')?.0;
    Some((place(text, start), place(text, end), class(name)))
}

/// `3, 12`: the row, and the bytes before it on its line.
fn place(text: &str, place: &str) -> usize {
    let (row, column) = place.split_once(", ").unwrap();
    offset(text, row.parse().unwrap(), column.parse().unwrap())
}

/// Where a place is in a text.
pub(crate) fn offset(text: &str, row: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(row);
    lines.map(str::len).sum::<usize>() + column
}

/// The class of what the highlights capture by a name.
pub(crate) fn class(capture: &str) -> Class {
    let known = CAPTURES.iter().find(|(known, _)| *known == capture);
    let (_, class) = known.unwrap_or_else(|| panic!("the capture {capture} has no class"));
    *class
}

#[test]
fn what_is_right_parses() {
    if is_missing() {
        return;
    }
    let mut paths = vec![root().join("src/resolve/prelude.netpol")];
    paths.extend(files(&root().join("examples"), ".netpol"));
    paths.extend(files(&root().join("tests/cases/syntax/ok"), ".netpol"));
    assert!(paths.len() > 40, "only {} programs", paths.len());
    let texts: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let names: Vec<String> = (0..paths.len()).map(|at| format!("{at}")).collect();
    let programs = Programs::of(names.iter().map(String::as_str).zip(texts));
    let wrong = paths
        .iter()
        .zip(broken(&programs))
        .filter(|(_, broken)| *broken);
    let wrong: Vec<_> = wrong.map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn mistakes_are_noticed() {
    if is_missing() {
        return;
    }
    let paths = files(&root().join("tests/cases/syntax/err"), ".netpol");
    let names: Vec<&str> = paths
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap())
        .collect();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    let programs = Programs::of(names.iter().copied().zip(texts));
    let unnoticed = names
        .iter()
        .zip(broken(&programs))
        .filter(|(_, broken)| !broken);
    let unnoticed: Vec<&str> = unnoticed.map(|(name, _)| *name).collect();
    assert_eq!(unnoticed, [""; 0]);
    assert!(names.len() > 20);
}

#[test]
fn its_own_tests_pass() {
    if is_missing() {
        return;
    }
    let copy = copy();
    let output = tree_sitter(copy.path(), &copy.path().join("home"), &["test"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("successful parses: "), "{said}");
}

#[test]
fn the_parser_is_made_from_the_grammar() {
    if is_missing() {
        return;
    }
    let copy = copy();
    let made = ["src/parser.c", "src/grammar.json", "src/node-types.json"];
    let headers = ["array.h", "alloc.h", "parser.h"].map(|name| format!("src/tree_sitter/{name}"));
    let made: Vec<String> = made.map(str::to_owned).into_iter().chain(headers).collect();
    for file in &made {
        fs::remove_file(copy.path().join(file)).unwrap();
    }
    let output = tree_sitter(
        copy.path(),
        &copy.path().join("home"),
        &["generate", "--abi", "14"],
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for file in &made {
        let now = fs::read_to_string(copy.path().join(file)).unwrap();
        let kept = fs::read_to_string(folder().join(file)).unwrap();
        assert!(
            now == kept,
            "{file} is not what `tree-sitter generate --abi 14` makes"
        );
    }
}
