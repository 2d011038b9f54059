//! Which connections are asked about.

use smol_str::SmolStr;

use crate::model::{Model, Rule};
use crate::sets::{End, Flow, NAMESPACE_NAME, Pods, Selector, Values};

/// The connections of a rule that is asked about.
///
/// Whether all of them pass is asked of pods that are surely meant: the labels of the run's own
/// `namespaces` are not known, so their pods are left out of a peer that asks for such. Whether none
/// passes (`all` is false) is asked of all that may be meant.
pub fn asked(rule: &Rule, model: &Model, all: bool, namespaces: &[SmolStr]) -> Vec<Flow> {
    let flows = rule.flows(model).into_iter();
    if !all {
        return flows.collect();
    }
    let others = Values::none_of(namespaces.iter().cloned());
    let others = Selector::everything().with(NAMESPACE_NAME, others);
    let surely = |end: &End| match end {
        End::Pods(pods) if pods.asks_for_namespace_labels() => {
            End::Pods(Pods::new(pods.namespace.and(&others), pods.labels.clone()))
        }
        end => end.clone(),
    };
    let flows = flows.map(|flow| {
        let ports = flow.ports().clone();
        Flow::new(surely(flow.source()), surely(flow.target()), ports)
    });
    flows.filter(|flow| !flow.is_empty()).collect()
}
