//! The YAML that is written for the programs in `tests/cases/emit`.

use std::collections::BTreeSet;

use netpolc::driver::Run;
use netpolc::emit;
use netpolc::source::FileId;
use netpolc::syntax::ast::{Statement, StatementKind};
use netpolc::syntax::parse;

use crate::support::case::{Case, cases, unused};
use crate::support::compile::short;
use crate::support::golden::{compare, root, update};

#[test]
fn the_yaml_is_the_one_beside_the_program() {
    let folder = root().join("tests/cases/emit");
    let cases = cases(&folder);
    let mut goldens = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let run = case.compile();
        // What is said of them is not the point here: many are odd on purpose.
        if run.has_errors() {
            wrong.push(format!("{}:\n{}", case.name, short(&run)));
            continue;
        }
        if let Some(original) = original(&cases, case) {
            if objects(&run) != objects(&original.compile()) {
                let one = &original.name;
                wrong.push(format!("{}: means something else than {one}", case.name));
            }
            continue;
        }
        for ((_, path), unit) in case.inputs().zip(&run.units) {
            let mut yaml = String::new();
            emit::yaml(&unit.title, &unit.policies, &mut yaml);
            if !yaml.is_empty() {
                let golden = path.with_extension("yaml");
                compare(&golden, &yaml, &mut wrong);
                goldens.insert(golden);
            }
        }
    }
    wrong.extend(unused(&folder, &cases, &goldens));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

#[test]
fn the_order_of_statements_changes_no_byte() {
    let mut wrong = Vec::new();
    for case in cases(&root().join("tests/cases/emit")) {
        let right = yaml(&case.compile());
        let turned = yaml(&case.compile_as(|_, text| turned(text)));
        if right != turned {
            wrong.push(format!(
                "{}:\n--- right\n{right}\n--- turned\n{turned}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_object_is_complete_by_itself() {
    for case in cases(&root().join("tests/cases/emit")) {
        for policy in case.compile().units.iter().flat_map(|unit| &unit.policies) {
            let spec = policy.object.spec.as_ref().unwrap();
            let types = spec.policy_types.as_deref().unwrap_or_default();
            let has = |word: &str| types.iter().any(|one| one == word);
            assert!(!types.is_empty(), "{}: no policyTypes", case.name);
            assert!(spec.ingress.is_none() || has("Ingress"), "{}", case.name);
            assert!(spec.egress.is_none() || has("Egress"), "{}", case.name);
            assert!(spec.pod_selector.is_some(), "{}: no podSelector", case.name);
        }
    }
}

/// The case that one with `NAME@VARIANT` for a name has to mean the same as.
fn original<'a>(cases: &'a [Case], case: &Case) -> Option<&'a Case> {
    let (name, _) = case.name.split_once('@')?;
    let found = cases.iter().find(|one| one.name == name);
    Some(found.unwrap_or_else(|| panic!("{}: there is no {name}", case.name)))
}

/// All objects of a run, without the comments that tell them apart.
fn objects(run: &Run) -> String {
    emit::json(run.units.iter().flat_map(|unit| &unit.policies))
}

fn yaml(run: &Run) -> String {
    let mut yaml = String::new();
    for unit in &run.units {
        emit::yaml(&unit.title, &unit.policies, &mut yaml);
    }
    yaml
}

/// A program with the statements of each section in the opposite order, without its comments.
fn turned(text: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(text).unwrap();
    let (ast, _) = parse(FileId(0), &text);
    let is_start = |one: &Statement| matches!(one.kind, StatementKind::Namespace(_));
    let mut turned = String::new();
    for section in ast.statements.chunk_by(|_, next| !is_start(next)) {
        let (start, rest) = match section.split_first() {
            Some((first, rest)) if is_start(first) => (Some(first), rest),
            _ => (None, section),
        };
        for statement in start.into_iter().chain(rest.iter().rev()) {
            turned.push_str(text.get(statement.span.range()).unwrap());
            turned.push('\n');
        }
    }
    turned.into_bytes()
}
