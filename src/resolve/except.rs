//! `P except Q`: exact subtraction, from each member, of pods from pods and addresses from addresses.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::Part;
use crate::resolve::excepted::Loss;
use crate::resolve::members::{Kind, Member, MemberList, Members};
use crate::resolve::resolver::Resolver;
use crate::resolve::taken::Taken;
use crate::resolve::value;
use crate::sets::{Block, NAMESPACE_NAME, Pods, Selector};
use crate::syntax::ast::PeerExpr;

/// How many parts `except` may make of one peer, beyond those that it had.
const MOST_PARTS: usize = 64;

/// The members of `base` less all that is `excluded`; those that lose everything are left out.
pub(super) fn take(
    resolver: &mut Resolver<'_>,
    expr: &PeerExpr,
    base: &[Member],
    excluded: &[MemberList],
) -> Members {
    let base: Vec<(Member, Vec<Part>)> = base
        .iter()
        .map(|member| (*member, resolver.parts_of(member.peer)))
        .collect();
    let all = base.iter().flat_map(|(_, parts)| parts).map(Kind::of);
    let kinds: FxHashSet<Kind> = all.collect();
    if kinds.contains(&Kind::Both) {
        resolver.diagnostics.push(any_except(expr));
        return None;
    }
    let mut taken = Vec::new();
    for (number, (peer, members)) in expr.except.iter().zip(excluded).enumerate() {
        let parts: Vec<Part> = members
            .iter()
            .flat_map(|member| resolver.parts_of(member.peer))
            .collect();
        if !parts
            .iter()
            .map(Kind::of)
            .any(|kind| kinds.iter().any(|one| one.shares(kind)))
        {
            resolver
                .diagnostics
                .push(other_kind(expr, peer.span, kinds.contains(&Kind::Pods)));
            return None;
        }
        taken.extend(parts.into_iter().map(|part| (part, number)));
    }
    let taken: Taken = taken.into_iter().collect();
    let mut left = Vec::new();
    let mut losses = Vec::new();
    for (member, parts) in base {
        let mut took = Vec::new();
        let Some(parts) = subtract(&parts, &taken, &mut took) else {
            let pods = parts.iter().any(|part| Kind::of(part) == Kind::Pods);
            resolver.diagnostics.push(too_many(expr, pods));
            return None;
        };
        losses.push(Loss {
            member,
            took,
            emptied: parts.is_empty(),
        });
        if parts.is_empty() {
            continue;
        }
        if !parts
            .iter()
            .all(|part| resolver.check_unnamed(part, expr.span))
        {
            return None;
        }
        left.push(Member {
            peer: resolver.peer(parts),
            span: expr.span,
            ..member
        });
    }
    if left.is_empty() {
        let message = format!(
            "nothing is left of `{}`",
            value::shown(&format::peer_expr(expr))
        );
        resolver.diagnostics.push(
            Diagnostic::new(&codes::EXCEPT_LEAVES_NOTHING, expr.span, message)
                .note("what is excluded covers all that it is taken from"),
        );
        return None;
    }
    resolver.note_excepts(expr, &losses);
    Some(left.into())
}

/// `parts` less `taken`, in parts that a policy can say; `None` where there would be too many. Notes by
/// number which excepts `took` something.
fn subtract(parts: &[Part], taken: &Taken, took: &mut Vec<usize>) -> Option<Vec<Part>> {
    let most = parts.len() + MOST_PARTS;
    let mut left = Vec::new();
    for part in parts {
        let most = most.checked_sub(left.len())?;
        left.extend(match part {
            _ if taken.everything => Vec::new(),
            Part::Any => vec![Part::Any],
            Part::Pods(pods) => less_pods(pods, taken, most, took)?,
            Part::Block(block) => less_blocks(block, taken, most, took)?,
        });
    }
    Some(left)
}

fn less_pods(pods: &Pods, taken: &Taken, most: usize, took: &mut Vec<usize>) -> Option<Vec<Part>> {
    let mut left = vec![pods.clone()];
    for (other, number) in taken.pods.meeting(pods) {
        took.push(*number);
        let mut pieces = Vec::new();
        for piece in left {
            if piece.meets(other) {
                for piece in left_of(&piece, other) {
                    pieces.extend(say(&piece)?);
                }
            } else {
                pieces.push(piece);
            }
            if pieces.len() > most {
                return None;
            }
        }
        left = pieces;
    }
    Some(left.into_iter().map(Part::Pods).collect())
}

fn less_blocks(
    block: &Block,
    taken: &Taken,
    most: usize,
    took: &mut Vec<usize>,
) -> Option<Vec<Part>> {
    let mut left = vec![block.clone()];
    for (other, number) in taken.blocks.meeting(block) {
        if block.meets(other) {
            took.push(*number);
        }
        let mut pieces = Vec::new();
        for piece in left {
            pieces.extend(piece.minus(other));
            if pieces.len() > most {
                return None;
            }
        }
        left = pieces;
    }
    Some(left.into_iter().map(Part::Block).collect())
}

/// `pods` less `other`, in disjoint pieces. Labels of namespaces come last: what is left by the name of
/// the namespace, or by the labels of the pods, is left whatever those are.
fn left_of(pods: &Pods, other: &Pods) -> Vec<Pods> {
    let mut named = Selector::everything();
    let mut labelled = Selector::everything();
    for (key, values) in other.namespace.requirements() {
        if key == NAMESPACE_NAME {
            named = named.with(key.clone(), values.clone());
        } else {
            labelled = labelled.with(key.clone(), values.clone());
        }
    }
    let known = Pods::new(named, other.labels.clone());
    let mut left = pods.minus(&known);
    let shared = pods.and(&known);
    left.extend(shared.minus(&Pods::new(labelled, Selector::everything())));
    left
}

/// A product of pods in those whose selectors Kubernetes can say.
fn say(pods: &Pods) -> Option<Vec<Pods>> {
    let namespaces = pods.namespace.split(MOST_PARTS).ok()?;
    let labels = pods.labels.split(MOST_PARTS).ok()?;
    let pairs = namespaces
        .iter()
        .flat_map(|namespace| labels.iter().map(move |labels| (namespace, labels)));
    Some(
        pairs
            .map(|(namespace, labels)| Pods::new(namespace.clone(), labels.clone()))
            .collect(),
    )
}

fn any_except(expr: &PeerExpr) -> Diagnostic {
    Diagnostic::new(
        &codes::ANY_EXCEPT,
        expr.span,
        "`any except` cannot be said in a NetworkPolicy, which has no denials",
    )
    .help("name what may be connected: `*/* except …` for pods, `internet except …` for addresses")
}

fn other_kind(expr: &PeerExpr, span: crate::source::Span, from_pods: bool) -> Diagnostic {
    let (from, taken) = if from_pods {
        ("pods", "addresses")
    } else {
        ("addresses", "pods")
    };
    Diagnostic::new(
        &codes::EXCEPT_OTHER_KIND,
        span,
        format!("{taken} cannot be excluded from {from}"),
    )
    .also(expr.peer.span, format!("these are {from}"))
}

fn too_many(expr: &PeerExpr, pods: bool) -> Diagnostic {
    let what = if pods { "selectors" } else { "address blocks" };
    let message = format!(
        "`{}` takes more than {MOST_PARTS} additional {what} to say",
        value::shown(&format::peer_expr(expr))
    );
    let diagnostic = Diagnostic::new(&codes::TOO_MANY_PARTS, expr.span, message);
    if pods {
        diagnostic
            .note("a NetworkPolicy has no negation, so each `except` splits what it is taken from")
            .help("give the pods that are meant a label of their own, and select by that")
    } else {
        diagnostic
            .note("what is left inside the holes of an excluded network is a block of its own")
            .help("list the addresses that are meant in a `network` of their own")
    }
}
