//! A list is what its items are, one by one.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::inventory::lines::lines;
use crate::inventory::{read_text, said};
use crate::properties::random::Random;

/// Objects of every kind that is read, some of one name, some that others made.
pub(super) fn objects(random: &mut Random, count: usize) -> Vec<Value> {
    (0..count).map(|_| object(random)).collect()
}

fn object(random: &mut Random) -> Value {
    let names = ["web", "api", "db", "queue"];
    let namespaces = ["shop", "bank"];
    let name = random.pick(&names);
    let labels = json!({"app": name, "tier": random.pick(&["a", "b"])});
    let mut metadata = json!({"name": name, "namespace": random.pick(&namespaces)});
    let port = 8_000 + random.below(4);
    let pod = json!({
        "containers": [{"name": "app", "ports": [{"name": "http", "containerPort": port}]}],
        "hostNetwork": random.chance(10),
    });
    let template = json!({"metadata": {"labels": labels}, "spec": pod});
    let selector = json!({"matchLabels": {"app": name}});
    let kinds = [
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "ReplicaSet"),
        ("batch/v1", "Job"),
        ("batch/v1", "CronJob"),
        ("v1", "Pod"),
        ("v1", "Service"),
        ("v1", "ConfigMap"),
        ("networking.k8s.io/v1", "NetworkPolicy"),
    ];
    let (version, kind) = random.pick(&kinds);
    let (makers, hash) = (["Deployment", "Widget"], "6b474476c4");
    if matches!(kind, "Pod" | "ReplicaSet") && random.chance(60) {
        let maker = if kind == "Pod" {
            json!({"kind": "ReplicaSet", "name": format!("{name}-{hash}")})
        } else {
            json!({"kind": random.pick(&makers), "name": name})
        };
        metadata["name"] = format!("{name}-{hash}").into();
        metadata["ownerReferences"] = json!([{
            "apiVersion": "apps/v1", "controller": true,
            "kind": maker["kind"], "name": maker["name"],
        }]);
    }
    let mut object = json!({"apiVersion": version, "kind": kind, "metadata": metadata});
    match kind {
        "Pod" => {
            object["metadata"]["labels"] = labels;
            object["metadata"]["labels"]["pod-template-hash"] = hash.into();
            object["spec"] = pod;
        }
        "CronJob" => object["spec"] = json!({"jobTemplate": {"spec": {"template": template}}}),
        "Job" => object["spec"] = json!({"template": template}),
        "Service" => {
            let port = json!({"port": 80, "targetPort": "http"});
            object["spec"] = json!({"selector": {"app": name}, "ports": [port]});
        }
        "ConfigMap" => object["data"] = json!({"a": "b: [", "items": "c"}),
        "NetworkPolicy" => object["spec"] = json!({"podSelector": selector}),
        _ => object["spec"] = json!({"selector": selector, "template": template}),
    }
    object
}

/// The objects as documents of one text.
pub(super) fn documents(objects: &[Value]) -> Vec<String> {
    let yaml = |object| format!("---\n{}", serde_yaml::to_string(object).unwrap());
    objects.iter().map(yaml).collect()
}

/// The objects as the items of one list, whose kind stands before or behind them.
fn list(objects: &[Value], kind: &str, is_first: bool) -> String {
    let head = format!("kind: {kind}\napiVersion: v1\n");
    let mut text = String::new();
    if is_first {
        text.push_str(&head);
    }
    text.push_str("items:\n");
    for object in objects {
        let item = serde_yaml::to_string(object).unwrap();
        for (at, line) in item.lines().enumerate() {
            let _ = writeln!(text, "{}{line}", if at == 0 { "- " } else { "  " });
        }
    }
    if !is_first {
        text.push_str(&head);
    }
    text
}

#[test]
fn a_list_is_what_its_items_are_as_documents() {
    let mut largest = 0;
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let count = 1 + random.below(30);
        let objects = objects(&mut random, count);
        let expected = lines(&read_text(&documents(&objects).concat()), false);
        largest = largest.max(expected.lines().count());
        let json = json!({"apiVersion": "v1", "items": objects, "kind": "List"});
        let texts = [
            list(&objects, "List", true),
            list(&objects, "List", false),
            serde_json::to_string(&json).unwrap(),
            serde_json::to_string_pretty(&json).unwrap(),
            objects.iter().map(Value::to_string).collect::<String>(),
        ];
        for text in texts {
            assert_eq!(
                lines(&read_text(&text), false),
                expected,
                "seed {seed}:\n{text}"
            );
        }
    }
    assert!(largest > 30, "at most {largest} lines");
}

/// Items of a typed list need not say what they are, and the list may say it behind them.
#[test]
fn items_are_what_their_list_says() {
    let mut random = Random::new(5);
    let all = objects(&mut random, 400);
    let pods: Vec<Value> = all.into_iter().filter(|one| one["kind"] == "Pod").collect();
    assert!(pods.len() > 20, "only {} pods", pods.len());
    let bare: Vec<Value> = pods
        .iter()
        .map(|pod| json!({"metadata": pod["metadata"], "spec": pod["spec"]}))
        .collect();
    let json = json!({"apiVersion": "v1", "items": bare, "kind": "PodList"});
    let texts = [
        list(&bare, "PodList", true),
        list(&bare, "PodList", false),
        json.to_string(),
    ];
    let expected = lines(&read_text(&documents(&pods).concat()), false);
    for text in texts {
        let read = read_text(&text);
        assert_eq!(lines(&read, false), expected, "{text}");
    }
}

/// What looks like a list turns out to be none, or another one, behind its items.
#[test]
fn items_of_what_is_no_list_are_not_objects() {
    let item = "{apiVersion: v1, kind: Service, metadata: {name: a}}";
    let skipped = |text: &str| {
        let read = read_text(text);
        assert_eq!(said(&read), "", "{text}");
        lines(&read, false)
    };
    assert_eq!(
        skipped(&format!(
            "items: [{item}]\napiVersion: a/v1\nkind: Basket\n"
        )),
        "skipped: 1 Basket\n"
    );
    assert_eq!(
        skipped(&format!(
            "apiVersion: v1\nitems: [{item}]\nkind: List\nitems: []\n"
        )),
        ""
    );
    let broken = read_text(&format!("apiVersion: v1\nitems: [{item}]\nkind: [List\n"));
    assert_eq!(broken.diagnostics.len(), 1);
    assert_eq!(lines(&broken, false), "");
}

#[test]
fn what_blows_up_is_refused_and_the_rest_is_read() {
    let mut bomb = "apiVersion: v1\nkind: List\nitems:\n- &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        let _ = writeln!(bomb, "- &a{level} [*a{0}, *a{0}, *a{0}]", level - 1);
    }
    let deep = format!(
        "kind: List\nitems: {}{}\n",
        "[".repeat(200),
        "]".repeat(200)
    );
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    for text in [bomb, deep] {
        let read = read_text(&format!("{service}---\n{text}---\n{service}"));
        let said = said(&read);
        assert!(said.contains("[E0812 oversized-yaml]"), "{said}");
        assert_eq!(read.diagnostics.len(), 1, "{said}");
        assert_eq!(read.inventory.services.len(), 1);
    }
}

/// Many objects of one name, or of one maker, that are all different.
#[test]
fn what_differs_is_not_compared_with_all_others() {
    const COUNT: usize = 10_000;
    let policies = (0..COUNT).map(|number| {
        json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "a", "namespace": "shop"},
            "spec": {"podSelector": {"matchLabels": {"number": number.to_string()}}},
        })
    });
    let pods = (0..COUNT).map(|number| {
        let maker = json!({"kind": "Widget", "name": "w", "controller": true});
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {
                "name": format!("w-{number}"), "namespace": "shop",
                "labels": {"number": number.to_string()}, "ownerReferences": [maker],
            },
        })
    });
    let objects: Vec<Value> = policies.chain(pods).collect();
    let list = json!({"apiVersion": "v1", "items": objects, "kind": "List"});
    let read = read_text(&list.to_string());
    assert_eq!(read.inventory.policies.len(), COUNT);
    assert_eq!(read.inventory.workloads.len(), COUNT);
    assert_eq!(read.diagnostics.len(), COUNT - 1);
}
