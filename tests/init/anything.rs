//! Whatever manifests say, what is written is a program.

use netpolc::driver::{Known, ManifestContent, ManifestFile, first_program};
use serde_json::{Value, json};

use crate::init::ill_formed;
use crate::properties::random::Random;

/// Pieces that values, keys and file names are made of.
const PIECES: &[&str] = &[
    "db",
    "a",
    "deny",
    "0day",
    "http://",
    "jdbc:",
    "://",
    ":",
    "80",
    "5432",
    ",",
    "@",
    "/",
    ".",
    ".svc",
    ".shop",
    "$(A)",
    "$(B)",
    "$$",
    "$(",
    "=",
    " ",
    "\n",
    "\r\n",
    "#",
    "# netpolc: allow(no-effect)",
    "//",
    "/*",
    "*/",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "- ",
    "  ",
    "host: ",
    "port: ",
    "_HOST",
    "_PORT",
    "\u{0}",
    "\u{202e}",
    "é",
    "\u{fffd}",
    "\\",
    "--",
    "-h ",
    "kube-system",
];

const NAMES: &[&str] = &["db", "deny", "0day", "a.b", "dns", "any", "x-1"];

#[test]
fn anything_gives_a_program() {
    let mut allowed = 0;
    for seed in 0..300 {
        let mut random = Random::new(4_200_000 + seed);
        let file = file(&mut random);
        let namespace = random.chance(50).then_some("shop");
        let path = format!(
            "k8s/{}",
            text(&mut random).replace(|char: char| !char.is_ascii_graphic(), "?")
        );
        let known = if random.chance(50) {
            Known::Names
        } else {
            Known::Manifests(vec![path])
        };
        let first = first_program(vec![file.clone()], namespace, &known);
        let text = first.text.unwrap();
        assert_eq!(ill_formed(&text), None, "seed {seed}:\n{text}");
        allowed += text.matches("\nallow ").count();
        let again = first_program(vec![file], namespace, &known);
        assert_eq!(again.text.unwrap(), text, "seed {seed}");
    }
    assert!(allowed > 500, "only {allowed} rules");
}

fn file(random: &mut Random) -> ManifestFile {
    let mut items: Vec<Value> = Vec::new();
    for name in NAMES {
        let labels = json!({"app": name, "default": "x"});
        let kind = random.pick(&["ClusterIP", "NodePort", "ExternalName"]);
        items.push(json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": name.replace('.', "-")},
            "spec": {"type": kind, "selector": labels, "ports": [{"port": 80, "targetPort": 8080}, {"name": "b", "port": 5432}]},
        }));
        let env: Vec<Value> = ["A", "B", "DB_HOST", "DB_PORT", "URL"]
            .iter()
            .map(|name| json!({"name": name, "value": text(random)}))
            .collect();
        items.push(json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": labels},
            "spec": {
                "hostNetwork": random.chance(11),
                "containers": [{
                    "name": "c", "env": env, "args": [text(random), text(random)],
                    "envFrom": [{"configMapRef": {"name": "config"}, "prefix": text(random)}],
                    "volumeMounts": [{"name": "v"}],
                }],
                "volumes": [{"name": "v", "configMap": {"name": "config"}}],
            },
        }));
    }
    items.push(json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "config"},
        "data": {text(random): text(random), "x": text(random)},
    }));
    let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
    ManifestFile {
        name: text(random),
        identity: "in".to_owned(),
        content: ManifestContent::Text(list.to_string().into_bytes()),
    }
}

fn text(random: &mut Random) -> String {
    let pieces = 0..random.below(9);
    pieces.map(|_| random.pick(PIECES)).collect()
}
