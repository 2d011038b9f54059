//! `unprotected-workload`: workloads of own namespaces that no policy isolates; `host-network` where none
//! can.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::check::Judged;
use crate::diagnostics::{Diagnostic, codes, listed};
use crate::k8s::inventory::Workload;
use crate::model::Namespace;
use crate::sets::Direction;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Ast, StatementKind};
use crate::workloads::{has, selector};

/// Warns, once for each namespace, of its workloads that the files of the run isolate in neither direction;
/// and of those that none can, since they are on the network of their nodes (S40), unless `told` of them.
pub(super) fn check(files: &[Judged<'_>], told: &BTreeSet<Span>) -> Vec<Diagnostic> {
    // Of a namespace that several files own, the first one that knows workloads is asked to do something.
    let mut owners: BTreeMap<&str, (&Judged<'_>, Vec<&Workload>)> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_idle()) {
        for own in &file.model.namespaces {
            let known = file.workloads.map(|one| one.of_namespace(own.key()));
            let known = known.unwrap_or_default();
            if !known.is_empty() {
                let owner = owners.entry(own.key());
                let (_, all) = owner.or_insert_with(|| (file, Vec::new()));
                all.extend(known);
            }
        }
    }
    let mut places: FxHashMap<FileId, Places<'_>> = FxHashMap::default();
    let mut found = Vec::new();
    for (namespace, (file, workloads)) in owners {
        let (mut open, mut beyond) = (BTreeSet::new(), BTreeSet::new());
        for one in workloads {
            if one.host_network {
                if !told.contains(&one.place) {
                    beyond.insert(one.name.as_str());
                }
            } else if !is_selected(files, namespace, one) && !is_selected_by_others(file, one) {
                open.insert(one.name.as_str());
            }
        }
        if open.is_empty() && beyond.is_empty() {
            continue;
        }
        let at = places.entry(file.ast.file);
        let at = at
            .or_insert_with(|| Places::of(file.ast))
            .of_namespace(namespace);
        found.extend(unprotected(at, namespace, &open));
        found.extend(uncaught(at, namespace, &beyond));
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

/// Whether some file isolates the pods with the labels of a workload.
fn is_selected(files: &[Judged<'_>], namespace: &str, workload: &Workload) -> bool {
    let labels = selector(&workload.labels);
    let selects = |file: &Judged<'_>, direction| {
        let own = file.model.namespace(namespace);
        let isolated = own.and_then(|own| file.isolated.selectors(own, direction));
        let mut meeting = isolated.into_iter().flat_map(|all| all.meeting(&labels));
        meeting.any(|(selector, ())| has(selector, &workload.labels))
    };
    let mut files = files.iter();
    files.any(|file| {
        let mut directions = Direction::BOTH.into_iter();
        directions.any(|direction| selects(file, direction))
    })
}

/// Whether a NetworkPolicy among the manifests selects them.
fn is_selected_by_others(file: &Judged<'_>, workload: &Workload) -> bool {
    let mut policies = file
        .workloads
        .iter()
        .flat_map(|known| known.policies_selecting(workload));
    policies.next().is_some()
}

fn unprotected(at: Span, namespace: &str, names: &BTreeSet<&str>) -> Option<Diagnostic> {
    let which = listed(names)?;
    let verb = if names.len() == 1 { "is" } else { "are" };
    let place = place(namespace);
    let message = format!("no policy isolates {which}{place}, which {verb} open to all");
    let diagnostic = Diagnostic::new(&codes::UNPROTECTED_WORKLOAD, at, message);
    Some(diagnostic.help("say `default deny`, or `isolate` them"))
}

fn uncaught(at: Span, namespace: &str, names: &BTreeSet<&str>) -> Option<Diagnostic> {
    let which = listed(names)?;
    let place = place(namespace);
    let nodes = if names.len() == 1 {
        "which is on the network of its nodes"
    } else {
        "which are on the network of their nodes"
    };
    let message = format!("no policy catches {which}{place}, {nodes}");
    let diagnostic = Diagnostic::new(&codes::HOST_NETWORK, at, message);
    Some(diagnostic.help("if that has to be, say so: `# netpolc: allow(host-network)`"))
}

fn place(namespace: &str) -> String {
    match namespace {
        Namespace::UNNAMED => String::new(),
        name => format!(" in namespace `{name}`"),
    }
}

/// Where a file speaks of its namespaces.
struct Places<'a> {
    first: FxHashMap<&'a str, Span>,
    otherwise: Span,
}

impl<'a> Places<'a> {
    fn of(ast: &'a Ast) -> Self {
        let statements = ast.statements.iter();
        let names = statements.flat_map(|one| match &one.kind {
            StatementKind::Namespace(names) => names.as_slice(),
            _ => &[],
        });
        let mut first = FxHashMap::default();
        for name in names {
            first.entry(name.text.as_str()).or_insert(name.span);
        }
        let statement = ast.statements.first().map(|one| one.span);
        Self {
            first,
            otherwise: statement.unwrap_or(Span::new(ast.file, 0, 0)),
        }
    }

    /// Where it first names a namespace, else its first statement.
    fn of_namespace(&self, namespace: &str) -> Span {
        let named = self.first.get(namespace).copied();
        named.unwrap_or(self.otherwise)
    }
}
