//! Which connections are asked about.

use smol_str::SmolStr;

use crate::model::{Model, Namespace, Rule};
use crate::sets::{End, Flow, NAMESPACE_NAME, Pods, Selector, Values};

/// The connections of a rule that is asked about.
///
/// Of a peer that asks for the labels of namespaces, whether all pass is asked of pods that are surely
/// meant: those of the run's own `namespaces` whose labels are not known are left out. Whether none passes
/// (`all` is false) is asked of all that may be meant.
pub fn asked(rule: &Rule, model: &Model, all: bool, namespaces: &[Namespace]) -> Vec<Flow> {
    let is_meant = |own: &Namespace, selector: &Selector| {
        let mut known = own.known_labels().iter();
        if all {
            return own.is_surely(selector);
        }
        own.known_labels().is_empty()
            || known.any(|labels| selector.matches(|key| labels.get(key).map(SmolStr::as_str)))
    };
    let meant = |end: &End| match end {
        End::Pods(pods) if pods.asks_for_namespace_labels() => {
            let left_out = namespaces
                .iter()
                .filter(|own| !is_meant(own, &pods.namespace));
            let others = Values::none_of(left_out.map(|own| own.key().clone()));
            let namespace = pods.namespace.clone();
            let others = Selector::everything().with(NAMESPACE_NAME, others);
            End::Pods(Pods::new(namespace.and(&others), pods.labels.clone()))
        }
        end => end.clone(),
    };
    let flows = rule.flows(model).into_iter().map(|flow| {
        let ports = flow.ports().clone();
        Flow::new(meant(flow.source()), meant(flow.target()), ports)
    });
    flows.filter(|flow| !flow.is_empty()).collect()
}
