//! `netpolc why`: its inputs, streams, formats and exit codes. What it answers is in `tests/cases/why`.

use serde_json::{Value, json};

use crate::support::Folder;

const SHOP: &str = "\
namespace shop
default deny
allow frontend -> backend:8080 because \"the API\"
";

const YAML: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend, namespace: shop}
spec:
  podSelector: {matchLabels: {app: backend}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: frontend}}
    ports:
    - port: 8080
";

const BACKEND: &str = "frontend -> backend:8080";

#[test]
fn the_answer_is_the_exit_code() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    let ask = |question: &str| folder.netpolc(&["why", question]).output();
    ask(BACKEND).expect(0, "allowed: frontend -> backend:8080\n[...]\n", "");
    ask("frontend -> backend:9090").expect(1, "blocked: frontend -> backend:9090\n[...]\n", "");
    ask("frontend -> backend").expect(1, "partly allowed: frontend -> backend\n[...]\n", "");
}

#[test]
fn colours_are_those_asked_for() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    let colored = folder
        .netpolc(&["why", "--color", "always", BACKEND])
        .output();
    assert!(
        colored
            .stdout
            .starts_with("\u{1b}[1;32mallowed\u{1b}[0m: frontend"),
        "{:?}",
        colored.stdout
    );
    let plain = folder.netpolc(&["why", BACKEND]).output();
    assert!(!plain.stdout.contains('\u{1b}'));
}

#[test]
fn json_is_one_object() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    let ran = folder
        .netpolc(&[
            "why",
            "--format",
            "json",
            "frontend -> backend:(8080, 9090)",
        ])
        .output();
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let deny = json!({"file": "shop.netpol", "line": 2, "text": "default deny"});
    let line = "allow frontend -> backend:8080 because \"the API\"";
    let allow = json!({"file": "shop.netpol", "line": 3, "text": line});
    let end = |who: &str, other: &str| {
        json!({
            "who": who,
            "workloads": null,
            "outcome": "partly",
            "isolatedBy": [deny],
            "allowedBy": [allow],
            "blocked": ["frontend -> backend:9090"],
            "alsoAllows": [{"who": other, "by": [allow]}],
        })
    };
    let change = json!({
        "file": "shop.netpol",
        "namespace": null,
        "object": null,
        "rules": null,
        "text": "allow frontend -> backend:(8080, 9090)",
        "isolates": null,
    });
    let expected = json!({
        "question": "frontend -> backend:(8080, 9090)",
        "verdict": "partly",
        "allowed": ["frontend -> backend:8080"],
        "blocked": ["frontend -> backend:9090"],
        "egress": end("frontend", "backend:8080"),
        "ingress": end("backend", "frontend on 8080"),
        "promises": [],
        "change": [change],
        "notes": [],
    });
    // Of (b) the rule isolates its target by itself.
    let mut found = found;
    found["ingress"]["isolatedBy"]
        .as_array_mut()
        .unwrap()
        .truncate(1);
    assert_eq!(found, expected);
}

#[test]
fn json_of_manifests_names_objects() {
    let folder = Folder::new().file("k8s/backend.yaml", YAML);
    let ran = folder
        .netpolc(&["why", "--format", "json", "frontend -> backend:9090", "k8s"])
        .output();
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found["egress"]["outcome"], "not-isolated");
    assert_eq!(
        found["ingress"]["isolatedBy"],
        json!([{
            "file": "k8s/backend.yaml", "line": 3, "namespace": "shop", "object": "backend",
            "rule": null, "text": "selects backend",
        }])
    );
    assert_eq!(
        found["ingress"]["alsoAllows"],
        json!([{"who": "frontend on 8080", "by": [{
            "file": "k8s/backend.yaml", "line": 7, "namespace": "shop", "object": "backend",
            "rule": 1, "text": "from frontend on 8080",
        }]}])
    );
    let change = &found["change"][0];
    assert_eq!(
        (&change["object"], &change["rules"]),
        (&json!("backend"), &json!("ingress"))
    );
    assert!(
        change["text"].as_str().unwrap().contains("port: 9090"),
        "{change}"
    );
}

#[test]
fn standard_input_is_told_by_its_name_or_its_first_line() {
    let folder = Folder::new();
    let ask = |extra: &[&str], text: &str| {
        let arguments = [&["why", BACKEND, "-"], extra].concat();
        folder.netpolc(&arguments).stdin(text).output()
    };
    for text in [
        SHOP.to_owned(),
        format!("# a comment\n\n{SHOP}"),
        YAML.to_owned(),
    ] {
        ask(&[], &text).expect(0, "allowed: [..]\n[...]\n", "");
    }
    ask(&["--stdin-filename", "k8s/x.yml"], YAML).expect(0, "allowed: [..]\n[...]\n", "");
    ask(&["--stdin-filename", "x.netpol"], YAML).expect(1, "", "error[[..]\n[...]\n");
    ask(&["--stdin-filename", "x.json"], SHOP).expect(1, "", "error[[..]\n[...]\n");
    ask(&["--stdin-filename", "x"], SHOP).expect(0, "allowed: [..]\n[...]\n", "");
}

#[test]
fn a_folder_is_read_for_programs_first() {
    let folder = Folder::new()
        .file("both/shop.netpol", SHOP)
        .file("both/backend.yaml", "kind: [")
        .file("yaml/deep/backend.yml", YAML)
        .file("none/readme.md", "");
    let ask = |input: &str| folder.netpolc(&["why", BACKEND, input]).output();
    ask("both").expect(0, "allowed: [..]\n[...]\n", "");
    ask("yaml").expect(0, "allowed: [..]\n[...]\n", "");
    ask("none").expect(
        2,
        "",
        "error: there is no `.netpol` file in `none`, and no manifest\n",
    );
    ask("gone").expect(
        2,
        "",
        "error: cannot read `gone`: no such file or directory\n",
    );
}

#[test]
fn programs_and_manifests_are_not_mixed() {
    let folder = Folder::new()
        .file("shop.netpol", SHOP)
        .file("backend.yaml", YAML)
        .file("k8s/backend.yaml", YAML);
    let mixed = "error: `shop.netpol` is a program and `[..]` a manifest: [..]\n[...]\n";
    for other in ["backend.yaml", "k8s"] {
        let ran = folder
            .netpolc(&["why", BACKEND, "shop.netpol", other])
            .output();
        ran.expect(2, "", mixed);
    }
    let ran = folder.netpolc(&["why", BACKEND, "shop.netpol", "-"]);
    ran.stdin(YAML).output().expect(2, "", mixed);
    let ran = folder.netpolc(&["why", BACKEND, "backend.yaml", "--use", "shop.netpol"]);
    ran.output().expect(
        2,
        "",
        "error: `--use` is for `.netpol` files: manifests use none\n",
    );
}

#[test]
fn uses_and_namespaces_count_as_everywhere() {
    let folder = Folder::new()
        .file("names.netpol", "workload backend = [app=b]\n")
        .file("shop.netpol", "isolate backend ingress\n");
    let ask = |arguments: &[&str]| {
        let arguments = [&["why", "shop/[app=b] -> shop/backend"], arguments].concat();
        folder.netpolc(&arguments).output()
    };
    let rest = ["--use", "names.netpol", "shop.netpol"];
    ask(&rest).expect(0, "allowed: [..]\n[...]\n", "");
    ask(&[&["--namespace", "shop"], &rest[..]].concat()).expect(1, "blocked: [..]\n[...]\n", "");
    ask(&["--namespace", "Shop", "shop.netpol"]).expect(2, "", "error: [..]\n[...]\n");
}

#[test]
fn lints_of_the_files_are_not_shown() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    let lint = folder.netpolc(&["check"]).output();
    assert!(
        lint.stdout.contains("egress-without-dns"),
        "{}",
        lint.stdout
    );
    let ran = folder
        .netpolc(&["why", "[app=frontend] -> [app=backend]:8080"])
        .output();
    ran.expect(0, "allowed: [..]\n[...]\n", "");
}

#[test]
fn what_cannot_be_answered_is_said_to_be_so() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    folder
        .netpolc(&["why"])
        .output()
        .expect(2, "", "error: [..]\n[...]\n");
    let ran = folder.netpolc(&["why", "frontend\nallow a -> b"]).output();
    ran.expect(
        2,
        "",
        "error[[..]\n[...]\nerror: this question cannot be understood\n[..]\n",
    );
}
