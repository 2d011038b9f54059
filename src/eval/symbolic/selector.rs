//! Label selectors as sets.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use crate::sets::{Selector, Values};

/// The objects that a label selector selects (S16).
pub(super) fn selector(selector: &LabelSelector) -> Selector {
    let labels = selector.match_labels.iter().flatten();
    let labels = labels.map(|(key, value)| (key, Values::one_of([value])));
    let expressions = selector.match_expressions.iter().flatten();
    let expressions = expressions.map(|one| (&one.key, values(one)));
    labels
        .chain(expressions)
        .fold(Selector::everything(), |all, (key, values)| {
            all.with(key, values)
        })
}

/// None for a requirement that the API server refuses: by its operator (V18), or by the number of its
/// values (V19).
fn values(requirement: &LabelSelectorRequirement) -> Values {
    let listed = requirement.values.as_deref().unwrap_or_default();
    match (requirement.operator.as_str(), listed.is_empty()) {
        ("In", false) => Values::one_of(listed),
        ("NotIn", false) => Values::none_of(listed),
        ("Exists", true) => Values::present(),
        ("DoesNotExist", true) => Values::absent(),
        _ => Values::none(),
    }
}
