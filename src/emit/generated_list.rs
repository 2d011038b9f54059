//! Tells a JSON list that netpolc wrote, which has no header to say so.

use serde_json::Value;

/// Whether `text` is a list as [`json`](crate::emit::json()) writes it: a `v1` `List` of policies,
/// at least one, that all carry netpolc's label.
///
/// What `kubectl get` prints has metadata of its own, so a copy of a cluster's policies is none.
pub fn is_generated_list(text: &[u8]) -> bool {
    let Ok(Value::Object(list)) = serde_json::from_slice(text) else {
        return false;
    };
    let says = |field, words| list.get(field).and_then(Value::as_str) == Some(words);
    let items = list.get("items").and_then(Value::as_array);
    list.len() == 3
        && says("apiVersion", "v1")
        && says("kind", "List")
        && items.is_some_and(|items| !items.is_empty() && items.iter().all(is_own_policy))
}

fn is_own_policy(item: &Value) -> bool {
    let says = |pointer, words| item.pointer(pointer).and_then(Value::as_str) == Some(words);
    says("/kind", "NetworkPolicy")
        && says("/metadata/labels/app.kubernetes.io~1managed-by", "netpolc")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(manager: &str) -> Value {
        json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "a", "labels": {"app.kubernetes.io/managed-by": manager}},
        })
    }

    fn is_ours(list: &Value) -> bool {
        is_generated_list(list.to_string().as_bytes())
    }

    #[test]
    fn lists_of_own_policies_are_ours() {
        let items = [policy("netpolc"), policy("netpolc")];
        assert!(is_ours(
            &json!({"apiVersion": "v1", "kind": "List", "items": items})
        ));
    }

    #[test]
    fn other_files_are_not_ours() {
        let list = |items: &[Value]| json!({"apiVersion": "v1", "kind": "List", "items": items});
        let mut of_kubectl = list(&[policy("netpolc")]);
        of_kubectl["metadata"] = json!({"resourceVersion": ""});
        let mut secret = policy("netpolc");
        secret["kind"] = json!("Secret");
        for other in [
            list(&[]),
            list(&[policy("helm")]),
            list(&[policy("netpolc"), policy("helm")]),
            list(&[secret]),
            list(&[json!("netpolc")]),
            json!({"apiVersion": "v1", "kind": "Other", "items": [policy("netpolc")]}),
            json!({"apiVersion": "v2", "kind": "List", "items": [policy("netpolc")]}),
            of_kubectl,
            policy("netpolc"),
            json!([policy("netpolc")]),
        ] {
            assert!(!is_ours(&other), "{other}");
        }
        for other in ["", "{", "\u{feff}{}", "kind: List"] {
            assert!(!is_generated_list(other.as_bytes()), "{other}");
        }
    }
}
