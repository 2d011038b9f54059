//! Vim's syntax file, in Vim.

use std::fs;
use std::process::Command;

use netpolc::syntax::classes::Class;

use crate::highlight::case::{Case, wrong};
use crate::highlight::neovim::neovims;
use crate::highlight::program::Programs;
use crate::support::golden::root;
use crate::support::skip::skipped;
use crate::support::tool::on_path;

/// The groups of each class, and the standard group that each is shown as.
const GROUPS: [(&str, &str, Class); 35] = [
    ("netpolComment", "Comment", Class::Comment),
    ("netpolKeyComment", "Comment", Class::Comment),
    ("netpolValueComment", "Comment", Class::Comment),
    ("netpolString", "String", Class::String),
    ("netpolQuotedKey", "String", Class::String),
    ("netpolQuotedPort", "String", Class::String),
    ("netpolEveryPort", "Constant", Class::Wildcard),
    ("netpolKeyword", "Keyword", Class::Keyword),
    ("netpolWord", "Keyword", Class::Keyword),
    ("netpolOperator", "Operator", Class::Operator),
    ("netpolArrow", "Operator", Class::Operator),
    ("netpolCompare", "Operator", Class::Operator),
    ("netpolNot", "Operator", Class::Operator),
    ("netpolSet", "Operator", Class::Operator),
    ("netpolRange", "Operator", Class::Operator),
    ("netpolDirection", "StorageClass", Class::Modifier),
    ("netpolModifier", "StorageClass", Class::Modifier),
    ("netpolAny", "Constant", Class::Wildcard),
    ("netpolAll", "Constant", Class::Wildcard),
    ("netpolName", "Identifier", Class::Name),
    ("netpolDeclared", "Function", Class::Declaration),
    ("netpolNamespace", "Structure", Class::Namespace),
    ("netpolPlace", "Structure", Class::Namespace),
    ("netpolKey", "Label", Class::Key),
    ("netpolValue", "Character", Class::Value),
    ("netpolNumber", "Number", Class::Number),
    ("netpolPort", "Tag", Class::Port),
    ("netpolProtocol", "Type", Class::Protocol),
    ("netpolAddress", "Float", Class::Address),
    ("netpolBracketedAddress", "Float", Class::Address),
    ("netpolComma", "Delimiter", Class::Punctuation),
    ("netpolBracket", "Delimiter", Class::Punctuation),
    ("netpolPorts", "Delimiter", Class::Punctuation),
    ("netpolSlash", "Delimiter", Class::Punctuation),
    ("netpolPod", "Delimiter", Class::Punctuation),
];

/// Groups that only hold others.
const OTHERS: [&str; 16] = [
    "",
    "netpolRule",
    "netpolExpectation",
    "netpolIsolation",
    "netpolDeclaration",
    "netpolNamespaces",
    "netpolLabel",
    "netpolPrefix",
    "netpolPath",
    "netpolContinuation",
    "netpolMembers",
    "netpolList",
    "netpolSelector",
    "netpolValues",
    "netpolPortList",
    "netpolBracketed",
];

fn class(group: &str) -> Option<Class> {
    let found = GROUPS.iter().find(|(name, _, _)| *name == group);
    assert!(
        found.is_some() || OTHERS.contains(&group),
        "the group {group} has no class"
    );
    found.map(|(_, _, class)| *class)
}

#[test]
fn vim_agrees() {
    if on_path("vim").is_none() {
        skipped("Vim's syntax file, for which there is no `vim` on the path");
        return;
    }
    let mut vim = Command::new("vim");
    vim.args(["-Nu", "NONE"]);
    assert_eq!(differing("Vim", vim), "");
}

#[test]
fn neovim_agrees_with_vim() {
    for neovim in neovims() {
        let mut command = Command::new(&neovim);
        command.args(["--headless", "-u", "NONE"]);
        assert_eq!(differing(&neovim.to_string_lossy(), command), "");
    }
}

/// Where an editor that reads the syntax file, and no other, shows another class than the cases.
fn differing(editor: &str, mut command: Command) -> String {
    let cases = Case::everything();
    let programs = Programs::new(&cases);
    let paths: Vec<String> = programs
        .paths()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let out = programs.beside("groups.json");
    command
        .args(["-i", "NONE", "-es", "-S"])
        .arg(root().join("editors/vim/test/groups.vim"))
        .env("NETPOL_FILES", paths.join("\n"))
        .env("NETPOL_OUT", &out);
    programs.run(command);
    let printed = fs::read_to_string(out).unwrap();
    wrong(&cases, editor, &printed, |_, groups: Vec<String>| {
        let bytes = groups.iter().enumerate();
        let parts = bytes.filter_map(|(at, group)| Some((at, at + 1, class(group)?)));
        parts.collect()
    })
}

#[test]
fn every_group_is_shown_as_a_standard_one() {
    let syntax = fs::read_to_string(root().join("editors/vim/syntax/netpol.vim")).unwrap();
    for (group, shown, _) in GROUPS {
        let line = format!("\nhighlight default link {group} {shown}\n");
        assert!(syntax.contains(&line), "{group}");
    }
}

/// A statement as `netpolc fmt` breaks it, and one that goes on behind a comma.
const INDENTED: &str = "\
allow [
    app=web,
    # a comment
    !legacy,
] ->
    backend:(
        80,
        443,
    ),
    cache:6379
allow a,
    b -> \"c[\"
default deny
";

#[test]
fn vim_indents_and_knows_the_commands() {
    if on_path("vim").is_none() {
        skipped("Vim's syntax file, for which there is no `vim` on the path");
        return;
    }
    let bare = INDENTED.split_inclusive('\n').map(str::trim_start);
    let bare = bare.collect();
    let programs = Programs::of([("bare", bare)]);
    let out = programs.beside("indented");
    let mut vim = Command::new("vim");
    vim.args(["-Nu", "NONE", "-i", "NONE", "-es", "-S"])
        .arg(root().join("editors/vim/test/settings.vim"))
        .env("NETPOL_FILES", programs.paths().next().unwrap())
        .env("NETPOL_OUT", &out);
    programs.run(vim);
    let settings = "netpol\n# %s\nnetpolc fmt -\nnetpolc check --format short %:S\n";
    let written = fs::read_to_string(out).unwrap();
    assert_eq!(written, format!("{INDENTED}{settings}"));
}
