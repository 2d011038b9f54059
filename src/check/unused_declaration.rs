//! The lint of declarations that nothing mentions.

use crate::check::Judged;
use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::syntax::ast::{Name, StatementKind};

/// Warns of each name that an input declares to no end: in a file that says rules, and that no other
/// file uses. With `manifests` a declaration may be there to be checked against them; and a workload
/// under `default deny` is one that nobody may reach, or that other files speak of.
pub(super) fn check(input: &Judged<'_>) -> Vec<Diagnostic> {
    let statements = &input.ast.statements;
    let has = |wanted: fn(&StatementKind) -> bool| statements.iter().any(|one| wanted(&one.kind));
    let judged = has(|kind| matches!(kind, StatementKind::Rule(_)))
        && !has(|kind| matches!(kind, StatementKind::Manifests(_)));
    if input.is_used || !judged {
        return Vec::new();
    }
    let mut isolations = input.model.isolations.iter();
    let closed = isolations.any(|one| one.pods.is_everything());
    let declared = statements.iter().flat_map(|one| declared(&one.kind));
    declared
        .filter(|(kind, _)| !closed || *kind != "workload")
        .filter(|(_, name)| !input.mentioned.contains(&name.span))
        .map(|(kind, name)| unused(kind, name))
        .collect()
}

/// The names that a statement declares, with the word for what they are.
fn declared(kind: &StatementKind) -> impl Iterator<Item = (&'static str, &Name)> {
    let (kind, names) = match kind {
        StatementKind::Workloads(names) => ("workload", names.as_slice()),
        StatementKind::Workload(one) => ("workload", std::slice::from_ref(&one.name)),
        StatementKind::Network(one) => ("network", std::slice::from_ref(&one.name)),
        StatementKind::Service(one) => ("service", std::slice::from_ref(&one.name)),
        StatementKind::Group(one) => ("group", std::slice::from_ref(&one.name)),
        _ => ("", &[][..]),
    };
    names.iter().map(move |name| (kind, name))
}

fn unused(kind: &str, name: &Name) -> Diagnostic {
    let message = format!("nothing uses the {kind} `{}`", format::name(name));
    Diagnostic::new(&codes::UNUSED_DECLARATION, name.span, message)
        .help("take it out, or name it in a rule")
}
