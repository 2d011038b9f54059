//! Label selectors as sets.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use smol_str::SmolStr;

use crate::sets::{NAMESPACE_NAME, Selector, Values};

/// The objects that a label selector selects (S16).
pub(super) fn selector(selector: &LabelSelector) -> Selector {
    let labels = selector.match_labels.iter().flatten();
    let labels = labels.map(|(key, value)| (self::key(key), Values::one_of([value])));
    let expressions = selector.match_expressions.iter().flatten();
    let expressions = expressions.map(|one| (key(&one.key), values(one)));
    labels
        .chain(expressions)
        .fold(Selector::everything(), |all, (key, values)| {
            all.with(key, values)
        })
}

/// The key that nearly all objects ask for takes no memory of its own.
fn key(key: &str) -> SmolStr {
    match key {
        NAMESPACE_NAME => SmolStr::new_static(NAMESPACE_NAME),
        _ => SmolStr::new(key),
    }
}

fn values(requirement: &LabelSelectorRequirement) -> Values {
    let listed = requirement.values.as_deref().unwrap_or_default();
    match (requirement.operator.as_str(), listed) {
        ("In", [_, ..]) => Values::one_of(listed),
        ("NotIn", [_, ..]) => Values::none_of(listed),
        ("Exists", []) => Values::present(),
        ("DoesNotExist", []) => Values::absent(),
        // The API server refuses the object (V18, V19).
        _ => Values::none(),
    }
}
