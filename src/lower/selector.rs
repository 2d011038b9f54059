//! From sets of labels to Kubernetes' label selectors (S16).

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use smol_str::SmolStr;

use crate::sets::{NAMESPACE_NAME, Selector, Values};

/// The selector of pods, or of namespaces, with these labels.
///
/// INVARIANT: `selector` is expressible: no key of it is "one of these, or absent". What `resolve`
/// stores is, and the intersection of two such selectors is as well.
pub(super) fn label_selector(selector: &Selector) -> LabelSelector {
    let mut labels = BTreeMap::new();
    let mut expressions = Vec::new();
    for (key, values) in selector.requirements() {
        match values.listed() {
            [one] if values.is_finite() && !values.has_absent() => {
                labels.insert(key.to_string(), one.to_string());
            }
            _ => expressions.extend(requirements(key, values)),
        }
    }
    LabelSelector {
        match_expressions: (!expressions.is_empty()).then_some(expressions),
        match_labels: (!labels.is_empty()).then_some(labels),
    }
}

fn requirements(key: &SmolStr, values: &Values) -> Vec<LabelSelectorRequirement> {
    let requirement = |operator: &str, values: &[SmolStr]| LabelSelectorRequirement {
        key: key.to_string(),
        operator: operator.to_owned(),
        values: (!values.is_empty()).then(|| values.iter().map(ToString::to_string).collect()),
    };
    let listed = values.listed();
    if values.is_finite() {
        return if listed.is_empty() {
            vec![requirement("DoesNotExist", &[])]
        } else {
            vec![requirement("In", listed)]
        };
    }
    // Every namespace has a name, so nothing is added by asking for it.
    let must_exist = !values.has_absent() && (key != NAMESPACE_NAME || listed.is_empty());
    let mut requirements = Vec::new();
    if must_exist {
        requirements.push(requirement("Exists", &[]));
    }
    if !listed.is_empty() {
        requirements.push(requirement("NotIn", listed));
    }
    requirements
}
