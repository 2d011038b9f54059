//! A label selector, ready to match.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::interner::Interner;
use super::labels::Labels;

/// Requirements that must all hold (S16), in one order, so that equal ones are found.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Selector(Vec<Requirement>);

/// One requirement on a label (S16). Values are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Requirement {
    In(usize, Vec<usize>),
    /// Holds where the key is absent, too.
    NotIn(usize, Vec<usize>),
    Exists(usize),
    DoesNotExist(usize),
}

impl Selector {
    /// `None` where a requirement is invalid (V18, V19): then the selector matches nothing.
    pub(super) fn compile(selector: &LabelSelector, words: &mut Interner) -> Option<Selector> {
        let mut requirements = Vec::new();
        for (key, value) in selector.match_labels.iter().flatten() {
            requirements.push(Requirement::In(words.id(key), vec![words.id(value)]));
        }
        for expression in selector.match_expressions.iter().flatten() {
            let key = words.id(&expression.key);
            let written = expression.values.as_deref().unwrap_or_default();
            let mut values: Vec<usize> = written.iter().map(|value| words.id(value)).collect();
            values.sort_unstable();
            values.dedup();
            requirements.push(match (expression.operator.as_str(), values.is_empty()) {
                ("In", false) => Requirement::In(key, values),
                ("NotIn", false) => Requirement::NotIn(key, values),
                ("Exists", true) => Requirement::Exists(key),
                ("DoesNotExist", true) => Requirement::DoesNotExist(key),
                _ => return None,
            });
        }
        requirements.sort_unstable();
        requirements.dedup();
        Some(Selector(requirements))
    }

    pub(super) fn matches(&self, labels: &Labels) -> bool {
        self.0.iter().all(|requirement| match requirement {
            Requirement::In(key, values) => labels
                .value(*key)
                .is_some_and(|value| values.binary_search(&value).is_ok()),
            Requirement::NotIn(key, values) => labels
                .value(*key)
                .is_none_or(|value| values.binary_search(&value).is_err()),
            Requirement::Exists(key) => labels.value(*key).is_some(),
            Requirement::DoesNotExist(key) => labels.value(*key).is_none(),
        })
    }

    /// For each `In` its key and values: labels of which every match has one.
    pub(super) fn required(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.0.iter().filter_map(|requirement| match requirement {
            Requirement::In(key, values) => Some((*key, values.as_slice())),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    /// Which of these label maps match: none, a=1, a=2, a= (the empty value), b=1.
    fn matching(selector: Value) -> String {
        let mut words = Interner::default();
        let selector: LabelSelector = serde_json::from_value(selector).unwrap();
        let Some(selector) = Selector::compile(&selector, &mut words) else {
            return "invalid".to_owned();
        };
        let maps = [
            ("-", None),
            ("1", Some(("a", "1"))),
            ("2", Some(("a", "2"))),
        ];
        let maps = maps
            .into_iter()
            .chain([("e", Some(("a", ""))), ("b", Some(("b", "1")))]);
        maps.filter_map(|(shown, label)| {
            let owned = label.map(|(key, value)| (key.to_owned(), value.to_owned()));
            let labels: BTreeMap<_, _> = owned.into_iter().collect();
            let labels = Labels::new(&labels, &mut words);
            selector.matches(&labels).then_some(shown)
        })
        .collect()
    }

    fn expression(operator: &str, values: &[&str]) -> Value {
        json!({"matchExpressions": [{"key": "a", "operator": operator, "values": values}]})
    }

    #[test]
    fn each_requirement_as_apimachinery_has_it() {
        assert_eq!(matching(json!({})), "-12eb");
        assert_eq!(matching(json!({"matchLabels": {"a": ""}})), "e");
        assert_eq!(matching(json!({"matchLabels": {"a": "1", "b": "1"}})), "");
        assert_eq!(matching(expression("In", &["2", "1"])), "12");
        assert_eq!(matching(expression("NotIn", &["1", "2"])), "-eb");
        assert_eq!(matching(expression("Exists", &[])), "12e");
        assert_eq!(matching(expression("DoesNotExist", &[])), "-b");
    }

    #[test]
    fn what_the_server_refuses_matches_nothing() {
        assert_eq!(matching(expression("in", &["1"])), "invalid");
        assert_eq!(matching(expression("In", &[])), "invalid");
        assert_eq!(matching(expression("NotIn", &[])), "invalid");
        assert_eq!(matching(expression("Exists", &["1"])), "invalid");
        assert_eq!(matching(expression("DoesNotExist", &["1"])), "invalid");
    }
}
