//! What is in a Secret is never shown, however broken the text around it is.

use netpolc::diagnostics::render::{self, Report};

use crate::inventory::damage::DAMAGES;
use crate::inventory::{Read, read_bytes, read_text, said};
use crate::properties::random::Random;

/// What no output may hold: parts of the Secrets' values, which damage may cut.
const MARKS: [&str; 2] = ["Zq7Z", "7777"];

/// A Secret in all the ways that people write one, and what may stand beside it.
const SECRETS: &[&str] = &[
    "apiVersion: v1
kind: Secret
metadata:
  name: plain
  namespace: shop
type: Opaque
data:
  password: Zq7Zq7Zq7Zq7Zq7Z
stringData:
  Zq7Zq7Zq7Zq7Zq7Z: Zq7Zq7Zq7Zq7Zq7Z
  pin: 777777777777777
  large: 17777777777777777777
  quoted: \"Zq7Zq7Z
    Zq7Zq7Z\"
  long: |
    Zq7Zq7Zq7Zq7Zq7Z
    - Zq7Zq7Zq7Zq7Z: Zq7Zq7Zq7Z
  list: [Zq7Zq7Zq7Z, Zq7Zq7Zq7Z]
",
    "apiVersion: v1
items:
- {apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}, spec: {ports: 5}}
- {apiVersion: v1, kind: Secret, metadata: {name: flow}, stringData: {p: Zq7Zq7Zq7Z, 1: 77777777}}
kind: List
",
    r#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"json"},"data":{"password":"Zq7Zq7Zq7Zq7Z"}},{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"No Name","namespace":"shop"},"spec":{"template":{"metadata":{"labels":{"app":"a b"}},"spec":{"containers":5}}}},{"apiVersion":"v1","kind":"Secret","metadata":{"name":"after"},"stringData":{"Zq7Zq7Zq7Z":"Zq7Zq7Zq7Z"}}]}
"#,
    r#"{"kind":"Secret","apiVersion":"v1","stringData":{"password":"Zq7Zq7Zq7Zq7Z","pin":77777777}}
"#,
];

/// All that any renderer says.
fn rendered(read: &Read) -> String {
    let report = Report {
        sources: &read.sources,
        diagnostics: &read.diagnostics,
        deny_warnings: true,
    };
    let mut out = Vec::new();
    render::text(&report, false, &mut out).unwrap();
    render::text(&report, true, &mut out).unwrap();
    render::short(&report, &mut out).unwrap();
    render::json(&report, &mut out).unwrap();
    String::from_utf8(out).unwrap() + &said(read)
}

#[track_caller]
fn shows_no_secret(read: &Read, what: &str) {
    let rendered = rendered(read);
    for mark in MARKS {
        assert!(!rendered.contains(mark), "{what}:\n{rendered}");
    }
}

#[test]
fn broken_secrets_are_not_shown() {
    const SEED: u64 = 11;
    const PLACES: usize = 20;
    let mut random = Random::new(SEED);
    let mut said = 0;
    for (secret, text) in SECRETS.iter().enumerate() {
        for (name, damage) in DAMAGES {
            for place in 0..PLACES {
                let (before, after) = text.split_at(1 + random.below(text.len() - 1));
                let damaged = damage(before, after);
                let read = read_bytes(&damaged);
                said += read.diagnostics.len();
                let damaged = String::from_utf8_lossy(&damaged);
                let what =
                    format!("seed {SEED}, secret {secret}, {name}, place {place}\n{damaged}");
                shows_no_secret(&read, &what);
                let with_another = format!("apiVersion: v1\nkind: Pod\n---\n{damaged}");
                shows_no_secret(&read_text(&with_another), &what);
            }
        }
    }
    assert!(said > 500, "only {said} diagnostics");
}

/// What is wrong with an object says nothing of a Secret that stands beside it, be it on the same line or
/// between two that do not agree.
#[test]
fn secrets_beside_others_are_not_shown() {
    let secret = r#"{"apiVersion":"v1","kind":"Secret","stringData":{"a":"Zq7Z"}}"#;
    let service = |ports: &str| {
        format!(
            r#"{{"apiVersion":"v1","kind":"Service","metadata":{{"name":"a","namespace":"shop"}},"spec":{{"ports":{ports}}}}}"#
        )
    };
    let items = [
        service(r#"[{"port":80}]"#),
        secret.to_owned(),
        service(r#"[{"port":81}]"#),
        service("5"),
        r#"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}"#.to_owned(),
        r#"{"apiVersion":"v1","kind":"Service"}"#.to_owned(),
        r#"{"kind":"Service"}"#.to_owned(),
        r#""Zq7Z""#.to_owned(),
        "77777".to_owned(),
    ];
    let documents = |between: &str| items[..7].join(between);
    let list = |between: &str| {
        let items = items.join(between);
        format!(r#"{{"apiVersion":"v1","kind":"List","items":[{items}]}}"#)
    };
    let texts = [
        documents(""),
        documents("\n"),
        documents("\n---\n"),
        list(","),
        list(",\n"),
        list(",").replace("[{", "[ {"),
        list(",").replace("\"items\":", "\"items\":{\"a\":") + "}",
    ];
    for text in texts {
        let read = read_text(&text);
        assert!(!read.diagnostics.is_empty());
        shows_no_secret(&read, &text);
    }
}
