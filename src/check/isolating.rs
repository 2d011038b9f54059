//! What mends a promise that nothing enforces: an `isolate`.

use crate::check::promise::Promise;
use crate::check::statements;
use crate::check::whole::Whole;
use crate::diagnostics::Diagnostic;
use crate::format;
use crate::source::Span;
use crate::syntax::ast::{PeerExpr, Rule};

/// Adds the mend: to isolate the `end` that is all owned, before the promise where that stands in the
/// file itself.
pub(super) fn mend(
    whole: &Whole<'_>,
    promise: &Promise<'_>,
    end: Option<&str>,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let Some(end) = end else {
        return diagnostic.help(
            "say it in the file that declares the namespace of one of its ends, and isolate that end \
             there",
        );
    };
    let direction = if end == "target" { "ingress" } else { "egress" };
    let advice = format!("isolate the {end} for {direction}");
    let file = whole.files.get(promise.file).filter(|_| !promise.used);
    let Some(rule) = file.and_then(|file| statements::rule_at(file.ast, promise.span)) else {
        return diagnostic.help(format!("{advice}: `isolate … {direction}`"));
    };
    // What stands behind a service is no peer by the service's name.
    let service = end == "target" && names_a_service(whole, promise, rule);
    if service {
        return diagnostic.help(format!("{advice}: `isolate … {direction}`"));
    }
    let peers: Vec<&PeerExpr> = if end == "target" {
        rule.targets.iter().map(|target| &target.peer).collect()
    } else {
        rule.sources.iter().collect()
    };
    let peers: Vec<String> = peers.into_iter().map(format::peer_expr).collect();
    let line = format!("isolate {} {direction}", peers.join(", "));
    let before = Span::new(promise.span.file, promise.span.start, promise.span.start);
    diagnostic.help(format!("{advice}: `{line}`")).fix(
        format!("add `{line}`"),
        before,
        format!("{line}\n"),
    )
}

/// Whether a target of the rule has ports in the model and none in the text: those of a service.
fn names_a_service(whole: &Whole<'_>, promise: &Promise<'_>, rule: &Rule) -> bool {
    let Some(file) = whole.files.get(promise.file) else {
        return false;
    };
    let bare = rule.targets.iter().any(|target| target.ports.is_none());
    let mut targets = promise.rule.targets.iter();
    bare && targets.any(|target| !file.model.port_list(target.ports).entries().is_empty())
}
