//! The NetworkPolicies among the manifests.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use smol_str::SmolStr;

use crate::k8s::inventory::Workload;
use crate::k8s::manifest::Found;
use crate::sets::{Selector, Values};
use crate::workloads::{Workloads, has};

impl Workloads {
    /// The policies that select pods of a workload (S16), but for netpolc's own of an earlier build.
    pub fn policies_selecting<'w>(
        &'w self,
        workload: &'w Workload,
    ) -> impl Iterator<Item = &'w Found> {
        let policies = self.inventory.policies.iter();
        policies.filter(|found| {
            let metadata = &found.object.metadata;
            let is_here = metadata.namespace.as_deref() == Some(workload.namespace.as_str());
            let spec = found.object.spec.as_ref();
            let spec = spec.filter(|_| is_here && !found.is_own());
            spec.is_some_and(|spec| {
                let asked = spec.pod_selector.as_ref().map(asked);
                asked.is_none_or(|asked| has(&asked, &workload.labels))
            })
        })
    }
}

/// What a selector of an object asks for.
fn asked(selector: &LabelSelector) -> Selector {
    let labels = selector.match_labels.iter().flatten();
    let labels = labels.map(|(key, value)| (key, Values::one_of([SmolStr::new(value)])));
    let expressions = selector.match_expressions.iter().flatten().map(|one| {
        let values = one.values.iter().flatten().map(SmolStr::new);
        let values = match one.operator.as_str() {
            "In" => Values::one_of(values),
            "NotIn" => Values::none_of(values),
            "Exists" => Values::present(),
            _ => Values::absent(),
        };
        (&one.key, values)
    });
    labels
        .chain(expressions)
        .fold(Selector::everything(), |all, (key, values)| {
            all.with(key.as_str(), values)
        })
}
