//! From sets of labels to Kubernetes' label selectors (S16).

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use smol_str::SmolStr;

use crate::sets::{NAMESPACE_NAME, Selector, Values};

/// The selector of pods with these labels.
///
/// INVARIANT: `selector` is expressible: no key of it is "one of these, or absent". What `resolve`
/// stores is, and the intersection of two such selectors is as well.
pub(super) fn pod_selector(selector: &Selector) -> LabelSelector {
    label_selector(selector, |_| false)
}

/// The selector of namespaces with these labels, under the same invariant. Every namespace has a name
/// (S18), so nothing is added by asking whether it has one.
pub(super) fn namespace_selector(selector: &Selector) -> LabelSelector {
    label_selector(selector, |key| key == NAMESPACE_NAME)
}

fn label_selector(selector: &Selector, always_there: impl Fn(&str) -> bool) -> LabelSelector {
    let mut labels = BTreeMap::new();
    let mut expressions = Vec::new();
    for (key, values) in selector.requirements() {
        match values.listed() {
            [one] if values.is_finite() && !values.has_absent() => {
                labels.insert(key.to_string(), one.to_string());
            }
            _ => expressions.extend(requirements(key, values, always_there(key))),
        }
    }
    LabelSelector {
        match_expressions: (!expressions.is_empty()).then_some(expressions),
        match_labels: (!labels.is_empty()).then_some(labels),
    }
}

fn requirements(key: &str, values: &Values, always_there: bool) -> Vec<LabelSelectorRequirement> {
    let requirement = |operator: &str, values: &[SmolStr]| LabelSelectorRequirement {
        key: key.to_owned(),
        operator: operator.to_owned(),
        values: (!values.is_empty()).then(|| values.iter().map(ToString::to_string).collect()),
    };
    match (values.is_finite(), values.listed()) {
        (true, []) => vec![requirement("DoesNotExist", &[])],
        (true, listed) => vec![requirement("In", listed)],
        (false, []) => vec![requirement("Exists", &[])],
        (false, listed) if values.has_absent() || always_there => {
            vec![requirement("NotIn", listed)]
        }
        (false, listed) => vec![requirement("Exists", &[]), requirement("NotIn", listed)],
    }
}
