//! Where names are declared.

use netpolc::ide::definitions;

use crate::ide::marked::marked;

fn found(text: &str) -> Vec<String> {
    let marked = marked(text);
    let found = definitions(&marked.snapshot, marked.file, marked.offset);
    found.into_iter().map(|span| marked.shown(span)).collect()
}

const MANIFESTS: &str = "--- k8s.yaml
apiVersion: v1
kind: Namespace
metadata: {name: pay}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: pay}
spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: front, namespace: pay}
spec: {selector: {app: api}, ports: [{port: 80}]}
";

#[test]
fn a_name_leads_to_its_declaration() {
    let of = |rule: &str| {
        found(&format!(
            "--- a.netpol\nworkload web, db\ngroup all = web, db\nnetwork office = 203.0.113.0/24\nservice postgres = db:5432\n{rule}\n"
        ))
    };
    assert_eq!(of("allow we$0b -> db"), ["a.netpol:1:10 web"]);
    assert_eq!(of("allow web -> $0db:80"), ["a.netpol:1:15 db"]);
    assert_eq!(of("allow web -> db$0"), ["a.netpol:1:15 db"]);
    assert_eq!(of("allow al$0l -> db"), ["a.netpol:2:7 all"]);
    assert_eq!(of("allow all except w$0eb -> db"), ["a.netpol:1:10 web"]);
    assert_eq!(of("allow * except (web, d$0b) -> db"), ["a.netpol:1:15 db"]);
    assert_eq!(of("isolate $0db"), ["a.netpol:1:15 db"]);
    assert_eq!(of("expect deny of$0fice -> db"), ["a.netpol:3:9 office"]);
    assert_eq!(of("allow web -> p$0ostgres"), ["a.netpol:4:9 postgres"]);
    assert_eq!(of("allow web -> $0dns"), ["<prelude>:12:9 dns"]);
    assert_eq!(of("allow web -> oth$0er"), [""; 0]);
    assert_eq!(of("al$0low web -> db"), [""; 0]);
    assert_eq!(of("allow [app=we$0b] -> db"), [""; 0]);
}

#[test]
fn members_and_declarations_are_names_too() {
    let at = "--- a.netpol\nworkload web, db\n";
    let of = |text: &str| found(&format!("{at}{text}\n"));
    assert_eq!(of("group all = web, d$0b"), ["a.netpol:1:15 db"]);
    assert_eq!(of("service s = d$0b:80"), ["a.netpol:1:15 db"]);
    assert_eq!(of("group a$0ll = web"), ["a.netpol:2:7 all"]);
    let of = |text: &str| found(&format!("--- a.netpol\nnetwork a = 10.0.0.0/8\n{text}\n"));
    assert_eq!(of("network b = a$0, 192.0.2.1"), ["a.netpol:1:9 a"]);
}

#[test]
fn names_are_those_of_their_section() {
    let text = "--- a.netpol
namespace one
workload web
allow web -> web
namespace two
workload web
workload far = three/[app=far]
allow FROM -> web
";
    let of = |from: &str| found(&text.replace("FROM", from));
    assert_eq!(of("we$0b"), ["a.netpol:5:10 web"]);
    assert_eq!(of("one/we$0b"), ["a.netpol:2:10 web"]);
    assert_eq!(of("two/we$0b"), ["a.netpol:5:10 web"]);
    assert_eq!(of("three/fa$0r"), ["a.netpol:6:10 far"]);
    assert_eq!(of("fa$0r"), ["a.netpol:6:10 far"]);
    assert_eq!(of("three/we$0b"), [""; 0]);
    assert_eq!(of("*/we$0b"), [""; 0]);
}

#[test]
fn a_section_of_two_namespaces_has_two_meanings() {
    let text = "--- a.netpol
namespace one
workload web = [app=a]
namespace two
workload web = [app=b]
namespace one, two
group all = web
allow w$0eb -> *
";
    let both = ["a.netpol:2:10 web", "a.netpol:4:10 web"];
    assert_eq!(found(text), both);
    let text = text.replace("$0", "").replace("= web", "= we$0b");
    assert_eq!(found(&text), both);
}

#[test]
fn a_namespace_leads_to_its_sections() {
    let text = "--- a.netpol
namespace one
allow two/[a=b] -> *
--- b.netpol
namespace two
allow tw$0o/* -> one/*
namespace one, two
";
    let two = ["b.netpol:1:11 two", "b.netpol:3:16 two"];
    assert_eq!(found(text), two);
    let text = text
        .replace("$0", "")
        .replace("allow two/[", "allow $0two/[");
    assert_eq!(found(&text), two);
}

#[test]
fn what_others_declare_is_found_in_their_files() {
    let text = "--- base.netpol (used)
workload web
group all = web, api
--- one.netpol
use \"base.netpol\"
namespace one
workload api
allow ALL -> WEB
--- two.netpol
use \"base.netpol\"
namespace two
allow all -> web
";
    let text = |all: &str, web: &str| text.replace("ALL", all).replace("WEB", web);
    assert_eq!(found(&text("a$0ll", "web")), ["base.netpol:2:7 all"]);
    assert_eq!(found(&text("all", "we$0b")), ["base.netpol:1:10 web"]);
    // A used file without a section is read in those of each file that uses it.
    let text = text("all", "web").replace("web, api", "web, a$0pi");
    assert_eq!(found(&text), ["one.netpol:3:10 api"]);
    let both = text.replace("namespace two", "namespace two\nworkload api");
    assert_eq!(found(&both), ["one.netpol:3:10 api", "two.netpol:3:10 api"]);
}

#[test]
fn what_only_manifests_know_is_found_there() {
    let of = |rule: &str| {
        let text = format!("--- a.netpol\nmanifests \"k8s.yaml\"\nnamespace pay\n{rule}\n");
        found(&format!("{text}{MANIFESTS}"))
    };
    assert_eq!(of("allow a$0pi -> *"), ["k8s.yaml:7:18 api"]);
    assert_eq!(of("allow * -> front$0:service"), ["k8s.yaml:12:18 front"]);
    assert_eq!(of("allow pay/a$0pi -> *"), ["k8s.yaml:7:18 api"]);
    assert_eq!(of("allow * -> *\nworkload a$0pi"), ["a.netpol:4:10 api"]);
    let declared = of("workload front = [app=api]\nallow * -> $0front:service");
    assert_eq!(declared, ["a.netpol:3:10 front", "k8s.yaml:12:18 front"]);
    let namespace = "--- b.netpol\nmanifests \"k8s.yaml\"\nallow pa$0y/* -> *\n";
    assert_eq!(
        found(&format!("{namespace}{MANIFESTS}")),
        ["k8s.yaml:3:18 pay"]
    );
}

#[test]
fn a_use_leads_to_the_file() {
    let text = "--- x/base.netpol
workload web
--- a.netpol
use \"x/b$0ase.netpol\"
";
    assert_eq!(found(text), ["x/base.netpol:1:1 "]);
    let text = text.replace("x/b$0ase", "x/n$0one");
    assert_eq!(found(&text), [""; 0]);
}
