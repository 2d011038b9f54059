//! What manifests must not change: objects that a file does not speak of leave no trace in what it writes,
//! and what it writes does not depend on the files beside it.

use netpolc::driver::{Inputs, Loader, ManifestContent, ManifestFile, Options, Run, run};

use crate::support::case::cases;
use crate::support::compile::{short, tested, yaml};
use crate::support::golden::root;
use crate::support::memory::Memory;

/// Objects that no case speaks of, in namespaces that they have and in others.
const UNRELATED: &str = "
---
apiVersion: v1
kind: Namespace
metadata: {name: unrelated, labels: {unrelated: 'true'}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: unrelated, namespace: unrelated}
spec:
  selector: {matchLabels: {unrelated: there}}
  template:
    metadata: {labels: {unrelated: there}}
    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: aaa, namespace: shop}
spec:
  selector: {matchLabels: {unrelated: here}}
  template:
    metadata: {labels: {unrelated: here}}
    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: aaa, namespace: shop}
spec:
  selector: {unrelated: here}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aaa, namespace: shop}
";

#[test]
fn objects_that_a_file_does_not_speak_of_change_no_byte() {
    let mut tried = 0;
    for case in cases(&root().join("tests/cases/emit")) {
        if !case.name.starts_with("manifests/") {
            continue;
        }
        tried += 1;
        let right = case.compile();
        let more = case.compile_with(|_, mut text| {
            text.extend(UNRELATED.bytes());
            text
        });
        assert!(!more.has_errors(), "{}\n{}", case.name, short(&more));
        assert_eq!(yaml(&more), yaml(&right), "{}", case.name);
        let turned = case.compile_with(|_, text| turned(text));
        assert_eq!(yaml(&turned), yaml(&right), "{}", case.name);
    }
    assert!(tried > 10, "only {tried} cases");
}

/// The documents of a manifest in the opposite order.
fn turned(text: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(text).unwrap();
    let documents: Vec<&str> = text.split("---\n").collect();
    let turned: Vec<&str> = documents.into_iter().rev().collect();
    turned.join("---\n").into_bytes()
}

/// Workloads with the labels that many cases ask for, under other names.
const NAMESAKES: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: aaa}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec: {containers: [{name: main, ports: [{name: metrics, containerPort: 1}, {name: http, containerPort: 2}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: aab}
spec:
  selector: {matchLabels: {app: web, tier: front}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec: {containers: [{name: main, ports: [{name: metrics, containerPort: 1}, {name: http, containerPort: 2}]}]}
";

#[test]
fn what_no_name_hangs_on_is_written_alike_without_manifests() {
    let mut same = 0;
    for case in cases(&root().join("tests/cases/emit")) {
        let right = case.compile();
        let known = case.compile_known(manifest("known.yaml", NAMESAKES));
        // Names that nothing declares are errors now.
        let undeclared = |run: &Run| {
            let mut all = run.diagnostics.iter();
            all.any(|one| {
                one.code.slug == "unknown-name" || one.code.slug == "namespaceless-object"
            })
        };
        if undeclared(&known) || case.name.starts_with("manifests/") {
            continue;
        }
        same += 1;
        assert!(!known.has_errors(), "{}\n{}", case.name, short(&known));
        assert_eq!(yaml(&known), yaml(&right), "{}", case.name);
    }
    assert!(same > 20, "only {same} cases");
}

/// A workload `web` without a namespace, whose label is not the conventional one.
const HOMELESS: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {role: web}}
";

const FILES: &[(&str, &str)] = &[
    ("a.netpol", "namespace shop\nallow web -> web:80\n"),
    ("b.netpol", "allow shop/web -> web:80\n"),
    ("c.netpol", "namespace lab\nallow shop/web -> web:80\n"),
    (
        "d.netpol",
        "manifests \"d.yaml\"\nnamespace lab2\nallow shop/web -> web:80, cache:service\n",
    ),
    (
        "d.yaml",
        "{kind: Pod, apiVersion: v1, metadata: {name: cache, namespace: lab2, labels: {c: d}}}\n---\n\
      {kind: Service, apiVersion: v1, metadata: {name: cache, namespace: lab2}, \
      spec: {selector: {c: d}, ports: [{port: 9}]}}\n",
    ),
];

#[test]
fn a_file_writes_alone_what_it_writes_with_others() {
    let mut memory = Memory::default();
    for (name, text) in FILES {
        memory.add(*name, *text);
    }
    let programs = FILES.iter().map(|(name, _)| *name);
    let programs: Vec<&str> = programs.filter(|name| name.ends_with(".netpol")).collect();
    let together = build(&memory, &programs);
    assert!(!together.has_errors(), "{}", short(&together));
    for (at, name) in programs.iter().enumerate() {
        let alone = build(&memory, &[name]);
        assert!(!alone.has_errors(), "{}", short(&alone));
        let all = &together.units[at].policies;
        assert!(!all.is_empty());
        assert_eq!(
            format!("{:?}", objects(all)),
            format!("{:?}", objects(&alone.units[0].policies))
        );
    }
}

fn objects(
    policies: &[netpolc::k8s::Policy],
) -> Vec<&k8s_openapi::api::networking::v1::NetworkPolicy> {
    policies.iter().map(|one| &*one.object).collect()
}

fn build(loader: &Memory, names: &[&str]) -> Run {
    let inputs = Inputs {
        programs: names.iter().map(|name| loader.input(name)).collect(),
        manifests: vec![manifest("all.yaml", HOMELESS)],
    };
    let loader: &dyn Loader = loader;
    run(inputs, loader, &Options { ..tested() })
}

fn manifest(name: &str, text: &str) -> ManifestFile {
    ManifestFile {
        name: name.to_owned(),
        identity: name.to_owned(),
        content: ManifestContent::Text(text.as_bytes().to_vec()),
    }
}
