//! `P except Q`: exact subtraction, from each member, of pods from pods and addresses from addresses.

use std::rc::Rc;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::Part;
use crate::resolve::members::{Kind, Member, Members};
use crate::resolve::resolver::Resolver;
use crate::resolve::value;
use crate::sets::{NAMESPACE_NAME, Pods, Selector};
use crate::syntax::ast::PeerExpr;

/// How many parts one peer may have.
const MOST_PARTS: usize = 64;

/// The members of `base` less all that is `excluded`; those that lose everything are left out.
pub(super) fn take(
    resolver: &mut Resolver<'_>,
    expr: &PeerExpr,
    base: &[Member],
    excluded: &[Rc<[Member]>],
) -> Members {
    let base: Vec<(Member, Vec<Part>)> = base
        .iter()
        .map(|member| (*member, resolver.parts_of(member.peer)))
        .collect();
    let kinds: Vec<Kind> = base
        .iter()
        .flat_map(|(_, parts)| parts)
        .map(Kind::of)
        .collect();
    if kinds.contains(&Kind::Both) {
        resolver.diagnostics.push(any_except(expr));
        return None;
    }
    let mut taken = Vec::new();
    for (peer, members) in expr.except.iter().zip(excluded) {
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
        taken.extend(parts);
    }
    let mut left = Vec::new();
    for (member, parts) in base {
        let Some(parts) = subtract(parts, &taken) else {
            resolver.diagnostics.push(too_many(expr));
            return None;
        };
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
    Some(Rc::from(left))
}

/// `parts` less `taken`, in parts that a policy can say; `None` where there would be too many.
fn subtract(mut parts: Vec<Part>, taken: &[Part]) -> Option<Vec<Part>> {
    for other in taken {
        let mut left = Vec::new();
        for part in parts {
            match (part, other) {
                (_, Part::Any) => {}
                (Part::Pods(pods), Part::Pods(other)) if pods.meets(other) => {
                    for piece in left_of(&pods, other) {
                        left.extend(say(&piece)?);
                    }
                }
                (Part::Block(block), Part::Block(other)) => {
                    left.extend(block.minus(other).into_iter().map(Part::Block));
                }
                (part, _) => left.push(part),
            }
            if left.len() > MOST_PARTS {
                return None;
            }
        }
        parts = left;
    }
    Some(parts)
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

/// A product of pods in parts whose selectors Kubernetes can say.
fn say(pods: &Pods) -> Option<Vec<Part>> {
    let namespaces = pods.namespace.split(MOST_PARTS).ok()?;
    let labels = pods.labels.split(MOST_PARTS).ok()?;
    let pairs = namespaces
        .iter()
        .flat_map(|namespace| labels.iter().map(move |labels| (namespace, labels)));
    Some(
        pairs
            .map(|(namespace, labels)| Part::Pods(Pods::new(namespace.clone(), labels.clone())))
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

fn too_many(expr: &PeerExpr) -> Diagnostic {
    let message = format!(
        "`{}` takes more than {MOST_PARTS} selectors to say",
        value::shown(&format::peer_expr(expr))
    );
    Diagnostic::new(&codes::TOO_MANY_PARTS, expr.span, message)
        .note("a NetworkPolicy has no negation, so each `except` splits what it is taken from")
        .help("give the pods that are meant a label of their own, and select by that")
}
