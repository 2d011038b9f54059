//! `own-namespace-labels`: a peer asks for labels that the file's own namespace may have.

use crate::check::emitted::Emitted;
use crate::check::statements;
use crate::check::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, Edit, Fix, codes};
use crate::model::{Direction, Model, Ownership, Part, PartId, PeerId, Rule};
use crate::sets::{NAMESPACE_NAME, Pods};
use crate::source::Span;

/// Reports every `allow` that would be written to more of the file's own isolated pods if the labels
/// of their namespace were known.
pub(super) fn check(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, allow) in whole.allows() {
        let Some(file) = whole.files.get(allow.file) else {
            continue;
        };
        let mut unknown = Direction::BOTH.into_iter().filter(|direction| {
            let mut rules = whole.rules(allow).iter();
            rules.any(|rule| {
                let mut parts = ends(file.model, rule, *direction);
                parts.any(|part| is_unknown(whole, allow.file, part, *direction))
            })
        });
        if let Some(direction) = unknown.next() {
            found.extend(report(whole, emitted, allow, direction));
        }
    }
    found
}

/// The parts that are the ends of a rule in a direction.
fn ends(model: &Model, rule: &Rule, direction: Direction) -> impl Iterator<Item = PartId> {
    let admits = rule.targets.iter().any(|one| one.admits(direction));
    let targets = rule.targets.iter().filter(move |one| one.admits(direction));
    let targets = targets.map(|target| target.peer);
    let sources = rule.sources.iter().copied();
    let ends: Vec<PeerId> = match direction {
        Direction::Ingress => targets.collect(),
        Direction::Egress => sources.filter(|_| admits).collect(),
    };
    ends.into_iter()
        .flat_map(|peer| model.peer(peer).parts.iter().copied())
}

/// Whether a part may hold isolated pods of an own namespace that it does not hold for sure.
fn is_unknown(whole: &Whole<'_>, file: usize, part: PartId, direction: Direction) -> bool {
    let Some(file) = whole.files.get(file) else {
        return false;
    };
    let Part::Pods(pods) = file.model.part(part) else {
        return false;
    };
    let requirements = pods.namespace.requirements();
    if matches!(file.model.ownership(part), Ownership::Owned(_))
        || requirements.iter().all(|(key, _)| key == NAMESPACE_NAME)
    {
        return false;
    }
    let mut own = (0u32..).zip(&file.model.namespaces);
    own.any(|(id, own)| {
        let id = crate::model::NamespaceId(id);
        let here = Pods::in_namespace(own.key().clone(), pods.labels.clone());
        let isolated = file.isolated.selectors(id, direction);
        here.meets(pods)
            && isolated.is_some_and(|isolated| isolated.meeting(&pods.labels).next().is_some())
    })
}

fn report(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    allow: &Allow,
    unknown: Direction,
) -> Option<Diagnostic> {
    let (shut, other, word) = match unknown {
        Direction::Ingress => ("ingress", Direction::Egress, "egress"),
        Direction::Egress => ("egress", Direction::Ingress, "ingress"),
    };
    let message = format!(
        "whether this file's own namespace has these labels is not known, and the {shut} of its pods \
         is not opened for it"
    );
    let rule = statements::rule(whole, allow)?;
    let peer = match unknown {
        Direction::Ingress => rule
            .targets
            .iter()
            .map(|target| &target.peer)
            .find(|expr| statements::reaches_far(expr)),
        Direction::Egress => rule
            .sources
            .iter()
            .find(|expr| statements::reaches_far(expr)),
    };
    let span = peer.map_or(whole.span(allow)?, |expr| expr.span);
    let diagnostic = Diagnostic::new(&codes::OWN_NAMESPACE_LABELS, span, message).help(format!(
        "if its own pods are not meant, say so with `:{word}` after the target; if they are, name \
         them in a line of their own"
    ));
    if !is_written_nowhere(whole, emitted, allow, unknown) {
        return Some(diagnostic);
    }
    let edits: Vec<Edit> = statements::undirected(rule)
        .map(|target| {
            let end = target.span.end;
            Edit {
                span: Span::new(target.span.file, end, end),
                text: format!(":{word}"),
            }
        })
        .collect();
    let mut diagnostic = diagnostic;
    if !edits.is_empty() && is_the_same(whole, allow, other) {
        diagnostic.fixes.push(Fix {
            title: format!("say `:{word}`, which writes the same"),
            edits,
        });
    }
    Some(diagnostic)
}

/// Whether an `allow` is written to no end in a direction.
fn is_written_nowhere(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    allow: &Allow,
    direction: Direction,
) -> bool {
    let Some(file) = whole.files.get(allow.file) else {
        return false;
    };
    let mut rules = whole.rules(allow).iter();
    rules.all(|rule| {
        let mut parts = ends(file.model, rule, direction);
        parts.all(|part| emitted.ends(allow.file, part, direction).is_empty())
    })
}

/// Whether an `allow` isolates the same pods when its targets without a direction get this one.
fn is_the_same(whole: &Whole<'_>, allow: &Allow, direction: Direction) -> bool {
    let Some(file) = whole.files.get(allow.file) else {
        return false;
    };
    whole.rules(allow).iter().all(|rule| {
        let mut directed = (*rule).clone();
        for target in &mut directed.targets {
            target.direction = target.direction.or(Some(direction));
        }
        let isolated = |rule: &Rule| {
            let mut ends = Vec::new();
            crate::model::isolates(file.model, rule, &mut ends);
            ends.sort_unstable();
            ends.dedup();
            ends
        };
        isolated(rule) == isolated(&directed)
    })
}
