//! Whether a rule would let through what is blocked.

use crate::model::Model;
use crate::sets::{Direction, End, Flow};
use crate::why::answer::{Answer, Side};

/// Whether an `allow` of these connections in the file of `model` is certain to open all of them, and to
/// change nothing else: it isolates nothing anew, and no promise of the run (`models`) is against it.
pub fn opens(answer: &Answer, model: &Model, models: &[&Model]) -> bool {
    let owned = |end: &End| match end {
        End::Pods(pods) => {
            let namespace = pods.namespace_name();
            let mut owned = model.namespaces.iter();
            namespace.is_some_and(|name| owned.any(|own| own.key() == name))
        }
        End::Addresses(_) => false,
    };
    let reached = |side: &Side| {
        let mut stopped = side.stopped.flows().iter();
        stopped.all(|flow| owned(side.direction.own_end(flow)))
    };
    // An `allow` isolates its owned target, and its owned source where the target is not owned.
    let isolates = |side: &Side| {
        side.loose.flows().iter().any(|flow| match side.direction {
            Direction::Ingress => owned(flow.target()),
            Direction::Egress => owned(flow.source()) && !owned(flow.target()),
        })
    };
    let ours = |flow: &Flow| owned(flow.source()) || owned(flow.target());
    answer.sides().into_iter().all(reached)
        && !answer.sides().into_iter().any(isolates)
        && answer.asked.flows().iter().all(ours)
        && !models.iter().any(|model| promises_against(model, answer))
}

fn promises_against(model: &Model, answer: &Answer) -> bool {
    let mut promises = model.promises.iter();
    promises.any(|promise| {
        let promised = promise.flows(model);
        let mut asked = answer.asked.flows().iter();
        asked.any(|flow| promised.iter().any(|other| other.meets(flow)))
    })
}
