//! Sets of pods: by the labels of their namespaces and their own.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::sets::member::Member;
use crate::sets::pod::{NAMESPACE_NAME, Pod};
use crate::sets::selector::Selector;
use crate::sets::values::Values;

/// The pods whose labels one selector, and whose namespace's labels another one selects.
///
/// Canonical when built by [`Pods::new`] and the operations here: the requirement on
/// [`NAMESPACE_NAME`] never holds "absent", and there is one form only for "no pod".
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pods {
    /// What the labels of the namespace must satisfy.
    pub namespace: Selector,
    /// What the labels of the pod must satisfy.
    pub labels: Selector,
}

impl Pods {
    /// The pods that `labels` selects in the namespaces that `namespace` selects.
    pub fn new(namespace: Selector, labels: Selector) -> Pods {
        let namespace = with_a_name(namespace);
        if namespace.is_empty() || labels.is_empty() {
            return Pods {
                namespace: Selector::nothing(),
                labels: Selector::nothing(),
            };
        }
        Pods { namespace, labels }
    }

    /// The pods that `labels` selects in the namespace called `name`.
    pub fn in_namespace(name: impl Into<SmolStr>, labels: Selector) -> Pods {
        let name = Values::one_of([name.into()]);
        Pods::new(Selector::namespaces(name), labels)
    }

    /// The pods that `labels` selects in all namespaces.
    pub fn everywhere(labels: Selector) -> Pods {
        Pods::new(Selector::everything(), labels)
    }

    /// The name of the namespace that these pods are chosen by, if they are chosen by one name and
    /// nothing else.
    pub fn namespace_name(&self) -> Option<&str> {
        let [(key, values)] = self.namespace.requirements() else {
            return None;
        };
        let [name] = values.listed() else { return None };
        let by_name = key == NAMESPACE_NAME && values.is_finite() && !values.has_absent();
        by_name.then_some(name.as_str())
    }

    /// The name of the one namespace that all of these pods are in, whatever other labels it has to have.
    pub fn only_namespace(&self) -> Option<&SmolStr> {
        self.namespace.values(NAMESPACE_NAME)?.only()
    }

    /// Whether no pod can be in the set.
    pub fn is_empty(&self) -> bool {
        self.namespace.is_empty() || self.labels.is_empty()
    }

    /// Whether the namespaces are chosen by a label besides their name.
    pub fn asks_for_namespace_labels(&self) -> bool {
        let mut asked = self.namespace.requirements().iter();
        asked.any(|(key, _)| key != NAMESPACE_NAME)
    }

    /// Whether every pod is in the set.
    pub fn is_everything(&self) -> bool {
        self.namespace.is_everything() && self.labels.is_everything()
    }

    /// Whether this pod is in the set.
    pub fn contains(&self, pod: &Pod) -> bool {
        self.namespace
            .matches(|key| pod.namespace.get(key).map(SmolStr::as_str))
            && self
                .labels
                .matches(|key| pod.labels.get(key).map(SmolStr::as_str))
    }

    /// The pods in both.
    pub fn and(&self, other: &Pods) -> Pods {
        Pods::new(
            self.namespace.and(&other.namespace),
            self.labels.and(&other.labels),
        )
    }

    /// Whether a pod can be in both.
    pub fn meets(&self, other: &Pods) -> bool {
        self.namespace.meets(&other.namespace) && self.labels.meets(&other.labels)
    }

    /// Whether all pods in this set are in the other.
    pub fn is_subset(&self, other: &Pods) -> bool {
        self.is_empty()
            || (self.namespace.is_subset(&other.namespace) && self.labels.is_subset(&other.labels))
    }

    /// The pods in this set that are not in the other: disjoint pieces, first those of namespaces
    /// that the other does not select, then those of namespaces that it does.
    pub fn minus(&self, other: &Pods) -> Vec<Pods> {
        if self.is_empty() {
            return Vec::new();
        }
        if !self.meets(other) {
            return vec![self.clone()];
        }
        let elsewhere = self.namespace.minus(&other.namespace).into_iter();
        let elsewhere = elsewhere.map(|namespace| Pods::new(namespace, self.labels.clone()));
        let shared = self.namespace.and(&other.namespace);
        let others = self.labels.minus(&other.labels).into_iter();
        let others = others.map(|labels| Pods::new(shared.clone(), labels));
        elsewhere
            .chain(others)
            .filter(|pods| !pods.is_empty())
            .collect()
    }

    /// One pod of the set, with no more labels than it needs.
    pub fn witness(&self) -> Option<Pod> {
        let named = with_a_name(self.namespace.clone());
        let name = named
            .values(NAMESPACE_NAME)
            .map_or_else(Values::present, Values::clone);
        let namespace = sample(&named.replacing(NAMESPACE_NAME, name))?;
        Some(Pod {
            namespace,
            labels: sample(&self.labels)?,
        })
    }
}

/// The selector as namespaces see it, which all have a name (S18).
fn with_a_name(namespace: Selector) -> Selector {
    let Some(values) = namespace.values(NAMESPACE_NAME) else {
        return namespace;
    };
    let named = values.and(&Values::present());
    let named = if named == Values::present() {
        Values::all()
    } else {
        named
    };
    if *values == named {
        namespace
    } else {
        namespace.replacing(NAMESPACE_NAME, named)
    }
}

/// The fewest labels that satisfy the selector.
fn sample(selector: &Selector) -> Option<BTreeMap<SmolStr, SmolStr>> {
    let mut labels = BTreeMap::new();
    for (key, values) in selector.requirements() {
        if let Member::Value(value) = values.witness()? {
            labels.insert(key.clone(), value);
        }
    }
    Some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_namespace_has_a_name() {
        let all = Pods::everywhere(Selector::everything());
        assert_eq!(
            Pods::new(
                Selector::namespaces(Values::present()),
                Selector::everything()
            ),
            all
        );
        assert!(
            Pods::new(
                Selector::namespaces(Values::absent()),
                Selector::everything()
            )
            .is_empty()
        );
        let not_shop = Pods::new(
            Selector::namespaces(Values::none_of(["shop"])),
            Selector::everything(),
        );
        let shop = Pods::in_namespace("shop", Selector::everything());
        assert_eq!(all.minus(&shop), vec![not_shop.clone()]);
        assert_eq!(all.minus(&not_shop), vec![shop]);
    }

    #[test]
    fn a_name_counts_only_when_nothing_else_is_asked() {
        let shop = Pods::in_namespace("shop", Selector::everything());
        assert_eq!(shop.namespace_name(), Some("shop"));
        let more = shop.namespace.clone().with("team", Values::present());
        assert_eq!(
            Pods::new(more, Selector::everything()).namespace_name(),
            None
        );
        assert_eq!(
            Pods::everywhere(Selector::everything()).namespace_name(),
            None
        );
        let two = Selector::namespaces(Values::one_of(["a", "b"]));
        assert_eq!(
            Pods::new(two, Selector::everything()).namespace_name(),
            None
        );
    }

    #[test]
    fn a_witness_lives_in_a_named_namespace() {
        let pod = Pods::everywhere(Selector::everything())
            .witness()
            .expect("there are pods");
        assert!(pod.namespace_name().is_some());
        assert!(pod.labels.is_empty());
    }
}
