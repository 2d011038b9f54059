//! Texts of objects as values, with a reader that has nothing in common with ours.

use k8s_openapi::serde::Deserialize;
use serde_yaml::Value;

/// The objects of a stream of documents, blank ones left out.
pub(crate) fn documents(text: &str) -> Vec<Value> {
    let documents = serde_yaml::Deserializer::from_str(text);
    let values = documents.map(|one| Value::deserialize(one).unwrap());
    values.filter(|value| !value.is_null()).collect()
}

/// The items of a list.
pub(crate) fn items(text: &str) -> Vec<Value> {
    let list: Value = serde_yaml::from_str(text).unwrap();
    match &list["items"] {
        Value::Null => Vec::new(),
        items => items.as_sequence().unwrap().clone(),
    }
}

/// `all` without each of `some`, which have to be there. The order does not matter.
pub(crate) fn less(all: &[Value], some: &[Value]) -> Vec<Value> {
    let mut left = all.to_vec();
    for one in some {
        let at = left.iter().position(|other| other == one);
        left.remove(at.unwrap_or_else(|| panic!("not there: {one:?}")));
    }
    left
}
