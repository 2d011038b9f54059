//! Whatever manifests say, what is written is a program, and it compiles.

use netpolc::diagnostics::Severity;
use netpolc::driver::{Known, ManifestContent, ManifestFile, Options, first_program, run};
use serde_json::{Value, json};

use crate::init::ill_formed;
use crate::properties::random::Random;
use crate::support::compile::short;
use crate::support::memory::Memory;

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
    "//",
    "/*",
    "*/",
    "# netpolc: allow(no-effect)",
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

/// Names that mean something in the language, or look odd in it.
const NAMES: &[&str] = &["db", "deny", "0day", "a", "dns", "any", "x-1", "internet"];

const NAMESPACES: &[&str] = &["shop", "other", "kube-system"];

/// Values that name something.
const ADDRESSES: &[&str] = &[
    "db:80",
    "http://deny",
    "0day.shop:5432",
    "any.other.svc:80",
    "dns:80",
    "x-1:80,a:5432",
    "internet.kube-system.svc.cluster.local:80",
    "a:80",
];

#[test]
fn anything_gives_a_program() {
    let mut allowed = 0;
    for seed in 0..250 {
        let mut random = Random::new(4_200_000 + seed);
        let random = &mut random;
        let manifest = manifest(random).to_string().into_bytes();
        let file = ManifestFile {
            name: text(random),
            identity: "in".to_owned(),
            content: ManifestContent::Text(manifest.clone()),
        };
        let known = random.pick(&[Known::Names, Known::Manifests(vec!["k8s".to_owned()])]);
        let first = first_program(vec![file.clone()], None, &known);
        let text = first.text.unwrap();
        assert_eq!(ill_formed(&text), None, "seed {seed}:\n{text}");
        allowed += text.matches("\nallow ").count();
        let again = first_program(vec![file], None, &known);
        assert_eq!(again.text.unwrap(), text, "seed {seed}");
        let mut memory = Memory::default();
        memory.add("out.netpol", text.as_str());
        memory.add("k8s/in.json", manifest);
        let run = run(
            vec![memory.input("out.netpol")],
            &memory,
            &Options::default(),
        );
        let mut errors = run.diagnostics.iter();
        let is_error = errors.any(|one| one.code.severity == Severity::Error);
        let said = short(&run);
        assert!(
            !is_error && run.faults.is_empty(),
            "seed {seed}: {said}\n{text}"
        );
    }
    assert!(allowed > 1800, "only {allowed} rules");
}

/// A list of objects, all in some namespaces, or none of them in any.
fn manifest(random: &mut Random) -> Value {
    let homes = random.pick(&[&NAMESPACES[..0], &NAMESPACES[..1], NAMESPACES]);
    let mut items: Vec<Value> = Vec::new();
    let mut add = |random: &mut Random, kind: &str, version: &str, name: &str, rest: Value| {
        let mut object = json!({"apiVersion": version, "kind": kind, "metadata": {"name": name}});
        if !homes.is_empty() {
            object["metadata"]["namespace"] = json!(random.pick(homes));
        }
        for (key, value) in rest.as_object().unwrap() {
            object[key] = value.clone();
        }
        items.push(object);
    };
    for name in NAMES {
        for _ in 0..=random.below(2) {
            let kind = random.pick(&["ClusterIP", "NodePort", "ExternalName"]);
            let target = random.pick(&[json!(8080), json!("http")]);
            let ports = json!([{"port": 80, "targetPort": target, "name": "a"}, {"port": 5432, "name": "b"}]);
            let spec = json!({"type": kind, "selector": labels(random, name), "ports": ports});
            add(random, "Service", "v1", name, json!({"spec": spec}));
        }
        for _ in 0..=random.below(2) {
            let labels = labels(random, name);
            let spec = json!({
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod(random)},
            });
            let kind = random.pick(&["Deployment", "StatefulSet"]);
            add(random, kind, "apps/v1", name, json!({"spec": spec}));
        }
    }
    let data = json!({text(random): text(random), "x": text(random), "y": random.pick(ADDRESSES)});
    add(random, "ConfigMap", "v1", "config", json!({"data": data}));
    let backend = json!({"service": {"name": "db", "port": {"number": 80}}});
    let spec = json!({"defaultBackend": backend});
    add(
        random,
        "Ingress",
        "networking.k8s.io/v1",
        "web",
        json!({"spec": spec}),
    );
    json!({"apiVersion": "v1", "kind": "List", "items": items})
}

/// Labels of its own, those that others have as well, or none.
fn labels(random: &mut Random, name: &str) -> Value {
    match random.below(10) {
        0 => json!({}),
        1 => json!({"app": "db"}),
        2 => json!({"app": name, "default": "x", "tier": random.pick(&["deny", "b"])}),
        _ => json!({"app": name}),
    }
}

fn pod(random: &mut Random) -> Value {
    let names = ["A", "B", "DB_HOST", "DB_PORT", "URL"].iter();
    let mut env: Vec<Value> = names
        .map(|name| json!({"name": name, "value": text(random)}))
        .collect();
    env.push(json!({"name": "ADDR", "value": random.pick(ADDRESSES)}));
    let port = random.pick(&["http", "other"]);
    let number = random.pick(&[8080, 8081]);
    json!({
        "hostNetwork": random.chance(11),
        "containers": [{
            "name": "c", "env": env, "args": [text(random), text(random)],
            "ports": [{"name": port, "containerPort": number}],
            "envFrom": [{"configMapRef": {"name": "config"}, "prefix": text(random)}],
            "volumeMounts": [{"name": "v"}],
        }],
        "volumes": [{"name": "v", "configMap": {"name": "config"}}],
    })
}

fn text(random: &mut Random) -> String {
    let pieces = 0..random.below(9);
    pieces.map(|_| random.pick(PIECES)).collect()
}
