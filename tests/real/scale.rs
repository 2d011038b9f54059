//! Questions about many workloads cost what policies tell apart, and not what there is.

use std::fmt::Write;

use netpolc::driver::{Inputs, ManifestContent, ManifestFile, Options, Run, run};
use serde_json::{Value, json};

use crate::support::compile::{Disk, text};

/// As many as in a published cluster.
const WORKLOADS: usize = 5_400;

#[test]
fn thousands_of_workloads_are_few_where_few_are_told_apart() {
    let run = asked(
        100,
        "expect deny * -> *\nexpect deny [app=w5000] -> *\nexpect allow w1 -> w0:http\n",
    );
    let holds: Vec<bool> = run.tested.iter().map(|one| one.holds).collect();
    assert_eq!(holds, [false, true, true]);
    let all = run.tested[0].explanation.as_ref().unwrap();
    assert!(!all.is_of_all);
    let counted = all
        .ends
        .iter()
        .map(|end| end.workloads.as_ref().unwrap().names.len());
    assert_eq!(counted.collect::<Vec<_>>(), [WORKLOADS; 2]);
    assert_eq!(all.passing.len(), 100, "{:?}", all.passing);
}

#[test]
fn where_too_many_are_told_apart_all_that_could_exist_are_asked_about() {
    let run = asked(200, "expect deny * -> *\nexpect deny [app=w5000] -> *\n");
    let of_all = |at: usize| run.tested[at].explanation.as_ref().unwrap().is_of_all;
    assert!(of_all(0) && !of_all(1));
    assert!(!run.tested[0].holds && run.tested[1].holds);
    let notes = run.tested[0].notes();
    assert!(
        notes.iter().any(|note| note.contains("too many")),
        "{notes:?}"
    );
}

/// What comes of expectations about a namespace where some workloads may be reached.
fn asked(rules: usize, expectations: &str) -> Run {
    let mut program = "namespace shop\ndefault deny\n".to_owned();
    for at in 0..rules {
        let _ = writeln!(program, "allow w{} -> w{at}:http", at + 1);
    }
    program += expectations;
    let manifests = ManifestFile {
        name: "k8s.json".to_owned(),
        identity: "k8s.json".to_owned(),
        content: ManifestContent::Text(manifests().into_bytes()),
    };
    let inputs = Inputs {
        programs: vec![text(&program)],
        manifests: vec![manifests],
    };
    let options = Options {
        expectations: true,
        ..Options::default()
    };
    run(inputs, &Disk, &options)
}

fn manifests() -> String {
    let items = (0..WORKLOADS).map(|at| {
        let labels = json!({"app": format!("w{at}"), "team": format!("t{}", at % 40)});
        json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": format!("w{at}"), "namespace": "shop"},
            "spec": {"selector": {"matchLabels": {"app": format!("w{at}")}}, "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "main", "ports": [{"name": "http", "containerPort": 8080}]}]},
            }},
        })
    });
    let items: Vec<Value> = items.collect();
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}
