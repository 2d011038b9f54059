//! What used files bring besides names: their isolations, as facts, and their `deny`s, as promises.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::{NamespaceId, Part};
use crate::resolve::declarations::Section;
use crate::resolve::isolate;
use crate::resolve::lookup::{self, Found};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::resolve::rule;
use crate::resolve::scope::Scope;
use crate::sets::Selector;
use crate::syntax::ast::{
    Action, Isolate, NamespacePart, PeerExpr, PeerKind, Statement, StatementKind,
};

/// Resolves the isolations and promises of every file that the root uses.
pub(super) fn resolve(resolver: &mut Resolver<'_>) {
    for file in resolver.program.reach(resolver.root).iter().skip(1) {
        let Some(declarations) = resolver.declarations_of(*file) else {
            continue;
        };
        let statements = resolver.statements_of(*file);
        for section in &declarations.sections {
            if declarations.has_namespaces() && section.namespaces.is_empty() {
                // Before the first `namespace` of a file that has one: an error by itself.
                continue;
            }
            for index in section.statements.clone() {
                if let Some(statement) = statements.get(index) {
                    resolve_statement(resolver, *file, section, index, statement);
                }
            }
        }
    }
}

fn resolve_statement(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    section: &Section,
    index: usize,
    statement: &Statement,
) {
    match &statement.kind {
        StatementKind::Isolate(isolate) => {
            if section.namespaces.is_empty() && !resolver.lost_namespace(file) {
                resolver.diagnostics.push(without_namespace(statement));
                return;
            }
            for namespace in &section.namespaces {
                if concerns(resolver, file, isolate, namespace) {
                    fact(resolver, file, index, isolate, namespace);
                }
            }
        }
        StatementKind::Rule(rule) if rule.action == Action::Deny && !rule.expect => {
            for namespace in resolver.section_namespaces(&section.namespaces) {
                let scope = Scope { file, namespace };
                rule::resolve_rule(resolver, file, index, rule, &scope);
            }
        }
        _ => {}
    }
}

/// Whether an isolation, said of a namespace, can be about an owned one: that one is owned, or some
/// subject may lie elsewhere. Most of a big file is about namespaces of others.
fn concerns(
    resolver: &Resolver<'_>,
    file: FileIndex,
    isolate: &Isolate,
    namespace: &SmolStr,
) -> bool {
    let elsewhere = |expr: &PeerExpr| match &expr.peer.kind {
        PeerKind::All | PeerKind::Selector(_) | PeerKind::Address(_) | PeerKind::Any => false,
        PeerKind::Name(name) => {
            let scope = Scope {
                file,
                namespace: namespace.clone(),
            };
            let found = lookup::bare(resolver.program, resolver.root, &scope, &name.text);
            !matches!(found, None | Some(Found::Workload(_)))
        }
        PeerKind::In(NamespacePart::Name(name), _) => resolver.owned(&name.text).is_some(),
        PeerKind::In(..) => true,
    };
    resolver.owned(namespace).is_some() || isolate.subjects.iter().any(elsewhere)
}

/// Stores an isolation of a used file, as far as it concerns a namespace that both files own.
fn fact(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    index: usize,
    isolate: &Isolate,
    namespace: &SmolStr,
) {
    let scope = Scope {
        file,
        namespace: namespace.clone(),
    };
    let Some(members) = resolver.all_members(&isolate.subjects, &scope) else {
        return;
    };
    let parts = members
        .iter()
        .flat_map(|member| resolver.parts_of(member.peer));
    let subjects: Vec<_> = parts
        .filter_map(|part| owned_by_both(resolver, file, &part))
        .collect();
    if subjects.is_empty() {
        return;
    }
    let statement = resolver.origin(file, index);
    let facts = isolate::isolations(statement, isolate, &subjects);
    resolver.model.facts.extend(facts);
}

fn owned_by_both(
    resolver: &Resolver<'_>,
    file: FileIndex,
    part: &Part,
) -> Option<(NamespaceId, Selector)> {
    let Part::Pods(pods) = part else {
        return None;
    };
    let name = pods.namespace_name()?;
    let theirs = resolver.declarations_of(file)?.declares(name);
    let ours = resolver.owned(name).filter(|_| theirs)?;
    Some((ours, pods.labels.clone()))
}

fn without_namespace(statement: &Statement) -> Diagnostic {
    Diagnostic::new(
        &codes::FACT_WITHOUT_NAMESPACE,
        statement.span,
        "this file is used by others, and does not say which namespace is isolated",
    )
    .help("put a `namespace` before it, or take it out of the used file")
}
