//! `own-namespace-labels`: a peer asks for labels that the file's own namespace may have.

use rustc_hash::FxHashMap;

use crate::check::run::emitted::Emitted;
use crate::check::run::openings::{Openings, Shut};
use crate::check::run::statements;
use crate::check::run::whole::{Allow, Whole};
use crate::diagnostics::{Diagnostic, Edit, Fix, codes};
use crate::format;
use crate::model::{Model, NamespaceId, Part, PartId, PeerId, Rule, isolates};
use crate::sets::{Direction, Pods};
use crate::syntax::ast;

/// Reports every `allow` that would be written to more of the file's own isolated pods if the labels
/// of their namespace were known, and that no other opens for them.
pub(super) fn check(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    openings: &Openings<'_>,
) -> Vec<Diagnostic> {
    let asking: Vec<Vec<bool>> = whole.files.iter().map(|file| asking(file.model)).collect();
    let asks = |file: usize, peer: PeerId| {
        let asking = asking.get(file);
        let mut parts = whole.local_parts(file, peer);
        parts.any(|part| asking.is_some_and(|asking| asking.get(part.0 as usize) == Some(&true)))
    };
    let mut unknown: FxHashMap<(usize, PartId, Direction), Vec<Shut>> = FxHashMap::default();
    let mut is_missing = |allow: &Allow, rule: &Rule, direction: Direction| {
        let mut pairs = whole.pairs(allow.file, rule);
        pairs.any(|pair| {
            let part = match direction {
                Direction::Ingress => pair.to,
                Direction::Egress => pair.from,
            };
            let admitted = pair.direction.is_none_or(|only| only == direction);
            let key = (allow.file, part, direction);
            let known = unknown.entry(key);
            let shut = known.or_insert_with(|| {
                let asks = asking
                    .get(allow.file)
                    .and_then(|asking| asking.get(part.0 as usize));
                match asks {
                    Some(true) => self::unknown(whole, allow.file, part, direction),
                    _ => Vec::new(),
                }
            });
            let mut missing = shut.iter().filter(|_| admitted);
            missing.any(|shut| openings.not_opened(shut, &pair, direction).is_some())
        })
    };
    let mut found = Vec::new();
    for (_, allow) in whole.allows() {
        let mut rules = whole.rules(allow).iter();
        let any = rules.any(|rule| {
            let targets = rule.targets.iter().map(|target| target.peer);
            let mut peers = targets.chain(rule.sources.iter().copied());
            peers.any(|peer| asks(allow.file, peer))
        });
        if !any {
            continue;
        }
        let missing = Direction::BOTH.into_iter().find(|direction| {
            let mut rules = whole.rules(allow).iter();
            rules.any(|rule| is_missing(allow, rule, *direction))
        });
        if let Some(direction) = missing {
            found.extend(report(whole, emitted, allow, direction));
        }
    }
    found
}

/// For each part of a file whether it asks for labels of namespaces besides their name.
fn asking(model: &Model) -> Vec<bool> {
    let parts = model.parts().map(|part| match part {
        Part::Pods(pods) => pods.asks_for_namespace_labels(),
        Part::Any | Part::Block(_) => false,
    });
    parts.collect()
}

/// The isolated pods of own namespaces that a part may hold, and does not hold for sure.
fn unknown(whole: &Whole<'_>, file: usize, part: PartId, direction: Direction) -> Vec<Shut> {
    let Some(file) = whole.files.get(file) else {
        return Vec::new();
    };
    let Part::Pods(pods) = file.model.part(part) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (id, own) in (0u32..).zip(&file.model.namespaces) {
        if !own.known_labels().is_empty() {
            continue;
        }
        let here = Pods::in_namespace(own.key().clone(), pods.labels.clone());
        let Some(isolated) = file.isolated.selectors(NamespaceId(id), direction) else {
            continue;
        };
        if !here.meets(pods) {
            continue;
        }
        let within = isolated.meeting(&pods.labels);
        found.extend(within.map(|(selector, ())| Shut {
            namespace: own.key().clone(),
            labels: selector.and(&pods.labels),
        }));
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
    let said = match other {
        Direction::Ingress => ast::Direction::Ingress,
        Direction::Egress => ast::Direction::Egress,
    };
    let edits = statements::undirected(rule).map(|target| {
        let mut directed = target.clone();
        directed.direction = Some(said);
        Edit {
            span: target.span,
            text: format::target(&directed),
        }
    });
    let edits: Vec<Edit> = edits.collect();
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
            isolates(file.model, rule, &mut ends);
            ends.sort_unstable();
            ends.dedup();
            ends
        };
        isolated(rule) == isolated(&directed)
    })
}
