//! `unprotected-workload`: workloads of own namespaces that no policy isolates.

use std::collections::BTreeMap;

use crate::check::Judged;
use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::Workload;
use crate::model::Namespace;
use crate::sets::Direction;
use crate::source::Span;
use crate::syntax::ast::{Ast, StatementKind};
use crate::workloads::{has, selector};

/// How many workloads a message names.
const MOST: usize = 5;

/// Warns, once for each namespace, of its workloads that the files of the run isolate in neither direction.
pub(super) fn check(files: &[Judged<'_>]) -> Vec<Diagnostic> {
    // Of a namespace that several files own, the first one that knows workloads is asked to do something.
    let mut owners: BTreeMap<&str, (&Judged<'_>, Vec<&Workload>)> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_idle()) {
        for own in &file.model.namespaces {
            let known = file.workloads.map(|one| one.of_namespace(own.key()));
            let known = known.unwrap_or_default();
            if !known.is_empty() {
                let (_, all) = owners
                    .entry(own.key())
                    .or_insert_with(|| (file, Vec::new()));
                all.extend(known);
            }
        }
    }
    let mut found = Vec::new();
    for (namespace, (file, workloads)) in owners {
        let mut open: Vec<&str> = Vec::new();
        for one in workloads {
            if !is_isolated(files, namespace, one) {
                open.push(&one.name);
            }
        }
        open.sort_unstable();
        open.dedup();
        found.extend(report(file.ast, namespace, &open));
    }
    found
}

impl Judged<'_> {
    /// Whether it isolates nothing and opens nothing: a file of declarations.
    fn is_idle(&self) -> bool {
        self.model.allows.is_empty()
            && self.model.isolations.is_empty()
            && self.model.facts.is_empty()
    }
}

fn is_isolated(files: &[Judged<'_>], namespace: &str, workload: &Workload) -> bool {
    if workload.host_network {
        return false;
    }
    let labels = selector(&workload.labels);
    let is_selected = |file: &Judged<'_>, direction| {
        let own = file.model.namespace(namespace);
        let isolated = own.and_then(|own| file.isolated.selectors(own, direction));
        let mut meeting = isolated.into_iter().flat_map(|all| all.meeting(&labels));
        meeting.any(|(selector, ())| has(selector, &workload.labels))
    };
    let mut files = files.iter();
    files.any(|file| {
        Direction::BOTH
            .into_iter()
            .any(|direction| is_selected(file, direction))
    })
}

fn report(ast: &Ast, namespace: &str, open: &[&str]) -> Option<Diagnostic> {
    let shown: Vec<String> = open
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    let first = shown.first()?;
    let (which, verb) = match open.len() {
        1 => (first.clone(), "is"),
        _ => match open.len().saturating_sub(shown.len()) {
            0 => (shown.join(", "), "are"),
            more => (format!("{} and {more} more", shown.join(", ")), "are"),
        },
    };
    let place = match namespace {
        Namespace::UNNAMED => String::new(),
        name => format!(" in namespace `{name}`"),
    };
    let message = format!("no policy isolates {which}{place}, which {verb} open to all");
    let diagnostic = Diagnostic::new(
        &codes::UNPROTECTED_WORKLOAD,
        place_of(ast, namespace),
        message,
    );
    Some(diagnostic.help("say `default deny`, or `isolate` them"))
}

/// Where a file speaks of a namespace, else its first statement.
fn place_of(ast: &Ast, namespace: &str) -> Span {
    let statements = ast.statements.iter();
    let mut names = statements.flat_map(|one| match &one.kind {
        StatementKind::Namespace(names) => names.as_slice(),
        _ => &[],
    });
    let named = names
        .find(|name| name.text == namespace)
        .map(|name| name.span);
    let first = ast.statements.first().map(|one| one.span);
    named.or(first).unwrap_or(Span::new(ast.file, 0, 0))
}
