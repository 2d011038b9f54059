//! `wide-target`: a target that reaches beyond the file's namespaces opens the pods of those as well.

use crate::check::run::emitted::Emitted;
use crate::check::run::statements;
use crate::check::run::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::Ownership;
use crate::sets::Direction;
use crate::syntax::ast::{self, Target};

/// Reports every `allow` with a target such as `any` or `*/*` for which the ingress of the file's own
/// pods is opened, though the rule says no direction.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let wide = whole
        .allows()
        .filter(|(_, allow)| opens_own_pods(whole, emitted, allow));
    wide.filter_map(|(_, allow)| report(whole, allow)).collect()
}

fn opens_own_pods(whole: &Whole<'_>, emitted: &Emitted<'_>, allow: &Allow) -> bool {
    let Some(file) = whole.files.get(allow.file) else {
        return false;
    };
    let targets = whole.rules(allow).iter().flat_map(|rule| &rule.targets);
    let mut parts = targets
        .filter(|target| target.direction.is_none())
        .flat_map(|target| whole.local_parts(allow.file, target.peer));
    parts.any(|part| {
        file.model.ownership(part) == Ownership::Shared
            && !emitted
                .ends(allow.file, part, Direction::Ingress)
                .is_empty()
    })
}

fn report(whole: &Whole<'_>, allow: &Allow) -> Option<Diagnostic> {
    let rule = statements::rule(whole, allow)?;
    let mut far = statements::undirected(rule).filter(|one| statements::reaches_far(&one.peer));
    let target = far.next();
    let span = target.map_or(whole.span(allow)?, |target| target.span);
    let message = "this also opens the ingress of this file's own pods";
    let diagnostic = Diagnostic::new(&codes::WIDE_TARGET, span, message)
        .note("they are part of it, and a rule without a direction opens both of its ends");
    Some(match target {
        Some(target) => diagnostic.help(format!(
            "to open only the way out, write `{}`",
            directed(target)
        )),
        None => diagnostic.help("to open only the way out, write `:egress` after the target"),
    })
}

fn directed(target: &Target) -> String {
    let mut directed = target.clone();
    directed.direction = Some(ast::Direction::Egress);
    format::target(&directed)
}
