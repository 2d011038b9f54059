//! From a place in a model back to what stands there in the text.

use crate::check::run::whole::{Allow, Whole};
use crate::model::{self, Model};
use crate::source::Span;
use crate::syntax::ast::{
    Ast, NamespacePart, PeerExpr, PeerKind, Rule, Statement, StatementKind, Target,
};

/// The statement that starts where `span` does.
pub(in crate::check) fn statement(ast: &Ast, span: Span) -> Option<&Statement> {
    let at = ast
        .statements
        .binary_search_by_key(&span.start, |statement| statement.span.start);
    ast.statements.get(at.ok()?)
}

/// The text of an `allow` of the run.
pub(in crate::check) fn rule<'a>(whole: &Whole<'a>, allow: &Allow) -> Option<&'a Rule> {
    let file = whole.files.get(allow.file)?;
    rule_at(file.ast, whole.span(allow)?)
}

/// The rule that starts where `span` does.
pub(in crate::check) fn rule_at(ast: &Ast, span: Span) -> Option<&Rule> {
    match &statement(ast, span)?.kind {
        StatementKind::Rule(rule) => Some(rule),
        _ => None,
    }
}

/// Whether a peer reaches beyond the namespaces that it names, as it is written: not by the name of a
/// group.
pub(in crate::check) fn reaches_far(expr: &PeerExpr) -> bool {
    matches!(
        &expr.peer.kind,
        PeerKind::Any | PeerKind::In(NamespacePart::All | NamespacePart::Selector(_), _)
    )
}

/// The targets of a rule that open both of their ends.
pub(in crate::check) fn undirected(rule: &Rule) -> impl Iterator<Item = &Target> {
    let targets = rule.targets.iter();
    targets.filter(|target| target.direction.is_none())
}

/// Whether a target of a rule is a service: the ports behind its name are not in the text.
pub(in crate::check) fn is_service(model: &Model, target: &Target, rule: &model::Rule) -> bool {
    let mut targets = rule.targets.iter();
    target.ports.is_none()
        && targets.any(|target| !model.port_list(target.ports).entries().is_empty())
}
