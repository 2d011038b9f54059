//! Real applications come out as they came in.

use std::fs;

use netpolc::driver::{
    Input, Inputs, ManifestContent, ManifestFile, Options, Passed, Passing, function, passed,
};
use serde_yaml::Value;

use crate::corpus::corpus;
use crate::inventory::applications::APPLICATIONS;
use crate::passing::objects::{documents, items, less};
use crate::support::golden::files;
use crate::support::memory::Memory;

const PROGRAM: &str = "\
namespace home
default deny
allow * -> dns
";

fn stdin(text: &str) -> ManifestFile {
    ManifestFile {
        name: "<stdin>".to_owned(),
        identity: "<stdin>".to_owned(),
        content: ManifestContent::Text(text.as_bytes().to_vec()),
    }
}

fn rendered(text: &str) -> Passed {
    let inputs = Inputs::from(vec![Input {
        name: "home.netpol".to_owned(),
        title: "home.netpol".to_owned(),
        identity: "home.netpol".to_owned(),
        bytes: PROGRAM.as_bytes().to_vec(),
    }]);
    passed(inputs, stdin(text), &Memory::default(), &Options::default())
}

#[track_caller]
fn text(passed: &Passed, name: &str) -> String {
    match &passed.passing {
        Passing::Text(text) => text.clone(),
        other => panic!("{name}: {other:?} {:?}", passed.run.diagnostics),
    }
}

/// All manifests of an application, as `helm template` would print them.
fn stream(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for path in files(folder, "") {
        if path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "yml")
        {
            let text = fs::read_to_string(&path).unwrap();
            all.push_str("---\n");
            all.push_str(&text);
            if !text.ends_with('\n') {
                all.push('\n');
            }
        }
    }
    all
}

/// Documents as the items of a list, as they are written and as another writer writes them.
fn lists(stream: &str, values: &[Value]) -> [String; 2] {
    let written: String = stream
        .split("\n---")
        .map(|one| one.split_once('\n').map_or("", |(_, text)| text))
        .filter(|one| documents(one).len() == 1)
        .map(item)
        .collect();
    let rewritten: String = values
        .iter()
        .map(|one| item(&serde_yaml::to_string(one).unwrap()))
        .collect();
    let config = "functionConfig:\n  kind: ConfigMap\n  data:\n    home.netpol: |\n      namespace home\n      default deny\n      allow * -> dns\n";
    [written, rewritten].map(|items| {
        format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n{items}{config}")
    })
}

/// The lines around the first that differs.
fn first_difference(one: &str, other: &str) -> String {
    let pairs = one.lines().zip(other.lines());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let lines: Vec<&str> = text.lines().skip(same.saturating_sub(3)).take(8).collect();
        lines.join("\n")
    };
    format!("line {same}:\n{}\n--- and\n{}", around(one), around(other))
}

fn item(text: &str) -> String {
    let mut out = "-\n".to_owned();
    for line in text.lines() {
        out.push_str(format!("  {line}").trim_end());
        out.push('\n');
    }
    out
}

#[test]
fn every_object_of_real_applications_comes_out_as_it_came_in() {
    let Some(corpus) = corpus() else {
        return;
    };
    let alone = text(&rendered(""), "nothing");
    let ours = documents(&alone);
    assert_eq!(ours.len(), 2);
    let mut count = 0;
    for (name, ..) in APPLICATIONS {
        let input = stream(&corpus.join("apps").join(name));
        let values = documents(&input);
        count += values.len();
        let output = text(&rendered(&input), name);
        assert_eq!(output, format!("{input}{alone}"), "{name}");
        assert_eq!(text(&rendered(&output), name), output, "{name}: twice");
        for list in lists(&input, &values) {
            let output = text(&function(stdin(&list)), name);
            let added = less(&items(&output), &items(&list));
            assert_eq!(added, ours, "{name}");
            let twice = text(&function(stdin(&output)), name);
            assert!(
                twice == output,
                "{name}: {}",
                first_difference(&twice, &output)
            );
        }
    }
    assert!(count > 500, "{count}");
}
