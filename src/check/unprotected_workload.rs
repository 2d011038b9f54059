//! `unprotected-workload`: workloads of own namespaces that no policy isolates; `host-network` where none can.

use std::collections::{BTreeMap, BTreeSet};

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
        let mut open: BTreeSet<&str> = BTreeSet::new();
        let mut of_nodes: BTreeSet<&str> = BTreeSet::new();
        for one in workloads {
            if one.host_network {
                of_nodes.insert(&one.name);
            } else if !is_isolated(files, namespace, one) {
                open.insert(&one.name);
            }
        }
        let place = place_of(file.ast, namespace);
        found.extend(report(place, namespace, &open));
        found.extend(report_of_nodes(place, namespace, &of_nodes));
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

fn report(place: Span, namespace: &str, open: &BTreeSet<&str>) -> Option<Diagnostic> {
    let which = listed(open)?;
    let verb = if open.len() == 1 { "is" } else { "are" };
    let home = within(namespace);
    let message = format!("no policy isolates {which}{home}, which {verb} open to all");
    let diagnostic = Diagnostic::new(&codes::UNPROTECTED_WORKLOAD, place, message);
    Some(diagnostic.help("say `default deny`, or `isolate` them"))
}

/// Of workloads whose pods are on the network of their nodes (S40).
fn report_of_nodes(place: Span, namespace: &str, names: &BTreeSet<&str>) -> Option<Diagnostic> {
    let which = listed(names)?;
    let whose = if names.len() == 1 { "its" } else { "their" };
    let home = within(namespace);
    let message =
        format!("no policy isolates {which}{home}: {whose} pods are on the network of the nodes");
    let diagnostic = Diagnostic::new(&codes::HOST_NETWORK, place, message);
    Some(diagnostic.help("if that has to be, say so: `# netpolc: allow(host-network)`"))
}

/// Names in a row, of many the first; nothing of none.
fn listed(names: &BTreeSet<&str>) -> Option<String> {
    let shown = names.iter().take(MOST).map(|name| format!("`{name}`"));
    let shown: Vec<String> = shown.collect();
    let more = names.len().saturating_sub(shown.len());
    match (shown.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(shown.join(", ")),
        (false, more) => Some(format!("{} and {more} more", shown.join(", "))),
    }
}

fn within(namespace: &str) -> String {
    match namespace {
        Namespace::UNNAMED => String::new(),
        name => format!(" in namespace `{name}`"),
    }
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
