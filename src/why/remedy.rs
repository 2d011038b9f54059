//! Whether a rule would let through what is blocked.

use std::cell::OnceCell;

use crate::model::{Isolated, Model, NamespaceId, Ownership, Rule};
use crate::sets::{Direction, End, Flow, Pods};
use crate::why::answer::{Answer, Side};

/// Whether an `allow` that says the same as `rule` in the file of `model` is certain to open all that was
/// asked, and to change nothing else: it is written at each end that stops something, isolates nothing
/// anew, and no promise of the run (`models`) is against it.
///
/// `isolated` is what the file isolates, once it was asked for.
pub fn opens(
    answer: &Answer,
    rule: &Rule,
    model: &Model,
    isolated: &OnceCell<Isolated>,
    models: &[&Model],
) -> bool {
    let asked = rule.flows(model);
    let owns = |end: &End| owned(model, end).is_some();
    // An `allow` isolates its owned target, and its owned source where the target is not owned.
    let isolates = |flow: &Flow, direction| match direction {
        Direction::Ingress => owns(flow.target()),
        Direction::Egress => owns(flow.source()) && !owns(flow.target()),
    };
    let isolates_anew = |side: &Side| {
        let mut loose = side.loose.flows().iter();
        loose.any(|flow| isolates(flow, side.direction))
    };
    let is_ours = |flow: &Flow| owns(flow.source()) || owns(flow.target());
    if answer.sides().into_iter().any(isolates_anew)
        || !asked.iter().all(is_ours)
        || is_inexpressible(model, rule)
        || models.iter().any(|model| promises_against(model, &asked))
    {
        return false;
    }
    // It is written where this file knows of an isolation.
    let isolated = isolated.get_or_init(|| Isolated::of(model));
    answer.sides().into_iter().all(|side| {
        let direction = side.direction;
        let by_itself = asked.iter().all(|flow| isolates(flow, direction));
        let mut stopped = side.stopped.flows().iter();
        stopped.all(|flow| {
            let own = owned(model, direction.own_end(flow));
            own.is_some_and(|(namespace, pods)| {
                by_itself || is_known(isolated, namespace, direction, pods)
            })
        })
    })
}

/// The pods of an end in a namespace of the file, if that is what it is.
fn owned<'a>(model: &Model, end: &'a End) -> Option<(NamespaceId, &'a Pods)> {
    let End::Pods(pods) = end else {
        return None;
    };
    let own = model.namespace(pods.only_namespace()?)?;
    Some((own, pods))
}

fn is_known(
    isolated: &Isolated,
    namespace: NamespaceId,
    direction: Direction,
    pods: &Pods,
) -> bool {
    let Some(known) = isolated.selectors(namespace, direction) else {
        return false;
    };
    let mut known = known.meeting(&pods.labels);
    known.any(|(selector, ())| pods.labels.is_subset(selector))
}

/// Whether an own end asks for the labels of its namespace, which no subject of a policy can.
fn is_inexpressible(model: &Model, rule: &Rule) -> bool {
    let targets = rule.targets.iter().map(|target| target.peer);
    let peers = rule.sources.iter().copied().chain(targets);
    let mut parts = peers.flat_map(|peer| &model.peer(peer).parts);
    parts.any(|part| model.ownership(*part) == Ownership::Restricted)
}

fn promises_against(model: &Model, asked: &[Flow]) -> bool {
    model.promises.iter().any(|promise| {
        let promised = promise.flows(model);
        let mut asked = asked.iter();
        asked.any(|flow| promised.iter().any(|other| other.meets(flow)))
    })
}
