//! First programs, which `netpolc init` reads out of manifests.

mod anything;
mod applications;
mod cases;
mod judged;

use std::collections::BTreeSet;
use std::path::Path;

use netpolc::format;
use netpolc::source::FileId;
use netpolc::syntax::ast::StatementKind;
use netpolc::syntax::parse;

use crate::support::{Netpolc, Ran};

/// What `netpolc init` says in a folder.
fn init(folder: &Path, arguments: &[&str]) -> Ran {
    let arguments = [&["init"], arguments].concat();
    Netpolc::new(folder, &arguments).output()
}

/// The rules of a program, without `allow`.
fn rules(text: &str) -> BTreeSet<String> {
    let (ast, wrong) = parse(FileId(0), text);
    assert!(wrong.is_empty(), "{}:\n{text}", wrong[0].message);
    let rules = ast.statements.iter();
    let rules = rules.filter(|one| matches!(one.kind, StatementKind::Rule(_)));
    rules
        .map(|rule| format::statement(rule).replacen("allow ", "", 1))
        .collect()
}

/// What is wrong with the looks of a program: statements that are not in canonical spelling, and lines that
/// are longer than they have to be.
fn ill_formed(text: &str) -> Option<String> {
    let (ast, wrong) = parse(FileId(0), text);
    if let Some(wrong) = wrong.first() {
        return Some(wrong.message.clone());
    }
    for statement in &ast.statements {
        let span = statement.span;
        let written = text.get(span.range()).unwrap_or_default();
        let spelt = format::lines(statement);
        if written != spelt.trim_end() {
            return Some(format!("{written} is spelt {spelt}"));
        }
    }
    let is_long = |line: &&str| line.chars().count() > 100 && line.split(' ').count() > 3;
    text.lines().find(is_long).map(ToOwned::to_owned)
}
