//! The TextMate grammar, run by the libraries that VS Code runs it by.

use std::env;
use std::process::Command;

use netpolc::syntax::classes::Class;

use crate::highlight::case::{Case, wrong};
use crate::highlight::program::Programs;
use crate::support::golden::root;
use crate::support::skip::skipped;

/// The scopes of each class, as their beginnings.
pub(crate) const SCOPES: [(&str, Class); 20] = [
    ("comment.", Class::Comment),
    ("string.quoted.", Class::String),
    ("keyword.control", Class::Keyword),
    ("keyword.operator", Class::Operator),
    ("storage.modifier", Class::Modifier),
    ("constant.language", Class::Wildcard),
    ("variable.other.enummember", Class::Port),
    ("variable.other.netpol", Class::Name),
    ("entity.name.type", Class::Declaration),
    ("entity.name.namespace", Class::Namespace),
    ("support.type.property-name", Class::Key),
    ("string.unquoted", Class::Value),
    ("constant.numeric.port", Class::Number),
    ("storage.type", Class::Protocol),
    ("constant.numeric.address", Class::Address),
    ("punctuation.separator.comma", Class::Punctuation),
    ("punctuation.separator.colon", Class::Punctuation),
    ("punctuation.separator.slash", Class::Punctuation),
    ("punctuation.section.brackets", Class::Punctuation),
    ("punctuation.section.parens", Class::Punctuation),
];

/// What is between the scopes of classes.
const OTHERS: [&str; 3] = ["source.netpol", "meta.", "constant.character.escape"];

/// Whether Node has what the grammar is run by: `npm ci` in `editors/vscode`, or `NODE_PATH`.
fn has_libraries() -> bool {
    let own = root().join("editors/vscode/node_modules");
    let path = env::var_os("NODE_PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).chain([own]);
    folders.any(|folder| folder.join("vscode-textmate").is_dir())
}

/// The columns of a token, and its scopes.
type Token = (usize, usize, Vec<String>);

fn class(scopes: &[String]) -> Option<Class> {
    scopes.iter().rev().find_map(|scope| {
        let found = SCOPES.iter().find(|(start, _)| scope.starts_with(start));
        let known = found.is_some() || OTHERS.iter().any(|other| scope.starts_with(other));
        assert!(known, "the scope {scope} has no class");
        found.map(|(_, class)| *class)
    })
}

#[test]
fn textmate_agrees() {
    if !has_libraries() {
        skipped("the TextMate grammar, for which `npm ci` has to run in editors/vscode");
        return;
    }
    let cases = Case::everything();
    let programs = Programs::new(&cases);
    let mut node = Command::new("node");
    node.arg(root().join("editors/vscode/test/scopes.cjs"))
        .args(programs.paths());
    let printed = programs.run(node);
    let wrong = wrong(&cases, "TextMate", &printed, |line, tokens: Vec<Token>| {
        let parts = tokens.iter().filter_map(|(from, to, scopes)| {
            Some((bytes(line, *from), bytes(line, *to), class(scopes)?))
        });
        parts.collect()
    });
    assert!(wrong.is_empty(), "{wrong}");
}

/// The bytes of a line before a column of UTF-16; what is behind its end counts as its end.
fn bytes(line: &str, column: usize) -> usize {
    let line = line.trim_end_matches('\n');
    let mut units = 0;
    for (at, character) in line.char_indices() {
        if units >= column {
            return at;
        }
        units += character.len_utf16();
    }
    line.len()
}

#[test]
fn columns_are_of_utf_16() {
    assert_eq!(bytes("aü😀b\n", 4), 7);
    assert_eq!(bytes("ab\n", 3), 2);
}
