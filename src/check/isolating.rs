//! What mends a promise that nothing enforces: an `isolate`.

use smol_str::SmolStr;

use crate::check::Judged;
use crate::check::enforcement::Loose;
use crate::check::run::blocked::among;
use crate::check::run::promise::Promise;
use crate::check::run::statements;
use crate::check::run::whole::Whole;
use crate::diagnostics::Diagnostic;
use crate::format;
use crate::model::words;
use crate::model::{Namespace, NamespaceId};
use crate::sets::Selector;
use crate::source::Span;
use crate::syntax::ast::{Peer, PeerExpr, PeerKind, StatementKind};

/// Adds the mend: to isolate what is loose of an end that lies in own namespaces.
pub(super) fn mend(
    whole: &Whole<'_>,
    promise: &Promise<'_>,
    sources: &[Loose],
    targets: &[Loose],
    diagnostic: Diagnostic,
) -> Diagnostic {
    let Some(file) = whole.files.get(promise.file) else {
        return diagnostic;
    };
    let own: &[Namespace] = &file.model.namespaces;
    let all_within = |loose: &[Loose]| loose.iter().all(|one| one.is_within(own));
    let ends = if all_within(targets) {
        vec![(targets, "ingress")]
    } else if all_within(sources) {
        vec![(sources, "egress")]
    } else if promise.used {
        // Of what is loose elsewhere others have to take care.
        vec![(targets, "ingress"), (sources, "egress")]
    } else {
        Vec::new()
    };
    if ends.is_empty() {
        return diagnostic.help(
            "say it in the file that declares the namespace of one of its ends, and isolate that end \
             there",
        );
    }
    let lines = ends.into_iter().filter_map(|(loose, direction)| {
        let pods = if promise.used || own.len() == 1 {
            spelled(whole, file, promise, loose)
        } else {
            said(file, promise, direction)
        };
        (!pods.is_empty()).then(|| format!("isolate {} {direction}", pods.join(", ")))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return diagnostic.help("isolate what is loose, in each namespace of its section");
    }
    let text = lines.join("\n");
    let shown = lines.join("` and `");
    let diagnostic = diagnostic.help(format!("isolate what is loose: `{shown}`"));
    match place(file, promise) {
        Some(place) => diagnostic.fix(format!("add `{shown}`"), place, text + "\n"),
        None => diagnostic,
    }
}

/// The peers of a promise that isolating them in a direction would keep, in the author's words, which
/// mean the pods of each namespace of the section; none where they are no words for an `isolate`.
fn said(file: &Judged<'_>, promise: &Promise<'_>, direction: &str) -> Vec<String> {
    let Some(rule) = statements::rule_at(file.ast, promise.span) else {
        return Vec::new();
    };
    let peers: Vec<&PeerExpr> = if direction == "egress" {
        rule.sources.iter().collect()
    } else {
        rule.targets.iter().map(|target| &target.peer).collect()
    };
    let mut targets = rule.targets.iter().filter(|_| direction == "ingress");
    if targets.any(|target| statements::is_service(file.model, target, promise.rule)) {
        return Vec::new();
    }
    peers.into_iter().map(format::peer_expr).collect()
}

/// The loose pods of own namespaces, as the file would name them.
fn spelled(
    whole: &Whole<'_>,
    file: &Judged<'_>,
    promise: &Promise<'_>,
    loose: &[Loose],
) -> Vec<String> {
    let own: &[Namespace] = &file.model.namespaces;
    let mut spelled = Vec::new();
    for one in loose {
        let Some(pods) = &whole.points(one.part).pods else {
            continue;
        };
        for (id, namespace) in (0u32..).zip(own) {
            let here = |one: &Namespace| one.key() == namespace.key();
            let open = one.pods.iter().any(|open| among(open, own).any(here));
            if !open {
                continue;
            }
            let name = name(file, promise, NamespaceId(id), &pods.labels);
            let name = name.unwrap_or_else(|| words::selector(&pods.labels));
            let text = if own.len() == 1 {
                name
            } else {
                format!("{}/{name}", namespace.key())
            };
            if !spelled.contains(&text) {
                spelled.push(text);
            }
        }
    }
    spelled
}

/// The name that the promise or a declaration has for some pods.
fn name(
    file: &Judged<'_>,
    promise: &Promise<'_>,
    namespace: NamespaceId,
    pods: &Selector,
) -> Option<String> {
    let rule = statements::rule_at(file.ast, promise.span).filter(|_| !promise.used);
    let conventional = file.model.conventional(pods);
    let said = |name: &SmolStr| {
        let is = |peer: &Peer| matches!(&peer.kind, PeerKind::Name(one) if one.text == *name && !one.quoted);
        rule.is_some_and(|rule| {
            let mut sources = rule.sources.iter().map(|expr| &expr.peer);
            let mut targets = rule.targets.iter().map(|target| &target.peer.peer);
            sources.any(is) || targets.any(is)
        })
    };
    let declared = file
        .model
        .names
        .get(namespace, pods)
        .filter(|name| format::is_bare_peer(name));
    let name = conventional.filter(|name| said(name)).or(declared);
    name.map(SmolStr::to_string)
}

/// Where the line goes: before the promise, or where a used one is kept before the first statement
/// that is said of the file's one namespace.
fn place(file: &Judged<'_>, promise: &Promise<'_>) -> Option<Span> {
    let before = |span: Span| Span::new(span.file, span.start, span.start);
    if !promise.used {
        return (!file.model.has_promises_alone()).then(|| before(promise.span));
    }
    let mut statements = file.ast.statements.iter();
    let first = statements
        .find(|one| matches!(one.kind, StatementKind::Rule(_) | StatementKind::Isolate(_)))?;
    (file.model.namespaces.len() == 1).then(|| before(first.span))
}
