//! What `netpolc why` answers: whole transcripts, the same of a text and of its YAML, and that what it
//! says to change does change it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use netpolc::driver::{Asked, Input, Options, Run, inspect, run};
use netpolc::why::{Cited, Finding, Site, Verdict, What};
use serde_json::{Value, json};

use crate::support::compile::{Disk, file, short, text};
use crate::support::fences::read;
use crate::support::golden::{compare, files, root, update};
use crate::support::{Folder, Netpolc};

/// One question of a case.
struct Command {
    folder: PathBuf,
    arguments: Vec<String>,
}

impl Command {
    /// The question and its inputs, where there is nothing but them.
    fn plain(&self) -> Option<(&str, Vec<PathBuf>)> {
        match self.arguments.as_slice() {
            [_, question, inputs @ ..] if !question.starts_with("--") => {
                let inputs = inputs.iter().map(|input| self.folder.join(input));
                Some((question, inputs.collect()))
            }
            _ => None,
        }
    }
}

/// The commands of all cases, by the folder of the case.
fn cases() -> BTreeMap<PathBuf, Vec<Command>> {
    let all = files(&root().join("tests/cases/why"), "cmd");
    let cases = all.into_iter().map(|path| {
        let case = path.parent().unwrap().to_path_buf();
        let mut folder = case.clone();
        let mut commands = Vec::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            match line.strip_prefix("cd ") {
                Some(inner) => folder = root().join(inner),
                None => commands.push(Command {
                    folder: folder.clone(),
                    arguments: arguments(line),
                }),
            }
        }
        (case, commands)
    });
    cases.collect()
}

/// The words of a line; what is in single quotes is one.
fn arguments(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(ToOwned::to_owned));
        }
    }
    words
}

#[test]
fn transcripts_are_those_expected() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 10, "only {} cases", cases.len());
    for (case, commands) in &cases {
        let mut out = String::new();
        for command in commands {
            let arguments: Vec<&str> = command.arguments.iter().map(String::as_str).collect();
            let ran = Netpolc::new(&command.folder, &arguments).output();
            let shown: Vec<String> = arguments.iter().map(|one| quoted(one)).collect();
            let _ = writeln!(out, "$ netpolc {}", shown.join(" "));
            out.push_str(&ran.stderr);
            out.push_str(&ran.stdout);
            let _ = writeln!(out, "[{}]\n", ran.status.unwrap());
        }
        compare(&case.join("out.txt"), &out, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '*']) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

/// What the documents show, of the file above it: `shop.netpol`, or what the fence calls it.
#[test]
fn transcripts_in_the_documents_are_true() {
    let mut shown = 0;
    for name in ["README.md", "docs/tutorial.md"] {
        let document = read(&fs::read_to_string(root().join(name)).unwrap());
        let mut above = None;
        for fence in &document.fences {
            let Some((command, expected)) = fence.text.split_once('\n') else {
                continue;
            };
            let Some(command) = command.strip_prefix("$ netpolc why ") else {
                above = Some(fence);
                continue;
            };
            let above = above.unwrap();
            let folder = Folder::new();
            folder.write(above.value("file").unwrap_or("shop.netpol"), &above.text);
            let arguments = arguments(&format!("why {command}"));
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let ran = folder.netpolc(&arguments).output();
            assert_eq!(
                (ran.stdout.as_str(), ran.stderr.as_str()),
                (expected, ""),
                "{name}"
            );
            shown += 1;
        }
    }
    assert_eq!(shown, 3);
}

/// What is asked of the shop, in words that its YAML has too.
const SHOP: &[&str] = &[
    "storefront -> catalog:8080",
    "storefront -> catalog",
    "storefront -> catalog:8081",
    "storefront -> orders-db:5432",
    "storefront -> search:8080, reviews:8080, basket:8080, checkout:8080",
    "search -> catalog:8080",
    "search -> catalog:8080-8090",
    "checkout -> payments:8443",
    "checkout -> payments:*/udp",
    "orders -> shipping:8080",
    "shipping -> orders:8080",
    "checkout, orders, shipping, stock -> events:4222",
    "mailer -> events:4222",
    "[app=reports] -> events:4222",
    "[app=reports, tier in (batch, cron)] -> events:4222",
    "[app=reports, tier=batch] -> orders-db:5432",
    "catalog, stock -> catalog-db:5432",
    "basket -> basket-cache:6379",
    "reviews -> reviews-db:27017",
    "* -> reviews-db:27017",
    "* -> *",
    "* -> dns",
    "* -> kube-system/[k8s-app=kube-dns]",
    "* -> kube-system/*:53/udp",
    "* -> internet:443",
    "payments -> internet:443",
    "payments -> internet",
    "payments -> 10.0.0.0/8:443",
    "payments -> 0.0.0.0/0:443",
    "mailer -> 198.51.100.25:587",
    "mailer -> 198.51.100.24/31:587",
    "shipping -> 203.0.113.0/24:443",
    "shipping -> 2001:db8:40::/47:443",
    "shipping -> any:443",
    "ingress-nginx/[app.kubernetes.io/name=ingress-nginx] -> storefront:8080",
    "ingress-nginx/* -> storefront:8080",
    "any -> storefront:8080",
    "*/* -> storefront:8080",
    "monitoring/[app.kubernetes.io/name=prometheus] -> *:metrics",
    "monitoring/[app.kubernetes.io/name=prometheus] -> storefront:8080",
    "monitoring/* -> *:metrics",
    "[team=x]/* -> storefront:8080",
    "internet -> storefront:8080",
    "other/a -> other/b",
    "nobody -> storefront:8080",
];

#[test]
fn a_text_and_its_yaml_answer_alike() {
    let folder = root().join("examples/shop");
    let program = folder.join("shop.netpol");
    let manifest = folder.join("shop.yaml");
    let mut seen = [0; 3];
    for question in SHOP {
        let of_text = finding(ask(question, vec![input(&program)]).1);
        let found = inspect(vec![input(&manifest)], Vec::new(), None, question);
        let of_yaml = finding(found.asked);
        let parts = |finding: &Finding| {
            let known = |text: &String| {
                text.replace("[app=reports, tier in (batch, cron)]", "reports")
                    .replace(
                        "monitoring/[app.kubernetes.io/name=prometheus]",
                        "prometheus",
                    )
            };
            let mut parts = [&finding.explanation.passing, &finding.explanation.stopped]
                .map(|flows| flows.iter().map(known).collect::<Vec<_>>());
            for part in &mut parts {
                part.sort();
            }
            let ends = finding.explanation.ends.clone().map(|end| end.outcome);
            (finding.explanation.verdict, parts, ends)
        };
        assert_eq!(parts(&of_text), parts(&of_yaml), "{question}");
        let at = match of_text.explanation.verdict {
            Verdict::Allowed => 0,
            Verdict::Blocked => 1,
            Verdict::Partly => 2,
        };
        seen[at] += 1;
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn the_lines_that_would_change_it_do() {
    let mut count = 0;
    for command in cases().into_values().flatten() {
        let Some((question, paths)) = command.plain() else {
            continue;
        };
        let is_program = |path: &PathBuf| path.extension().is_some_and(|end| end == "netpol");
        if !paths.iter().all(is_program) {
            continue;
        }
        let mut inputs: Vec<Input> = paths.iter().map(|path| input(path)).collect();
        let (_, Some(asked)) = ask(question, inputs.clone()) else {
            continue;
        };
        let finding = finding(Some(asked));
        if finding.changes.is_empty() || !finding.promises.is_empty() {
            continue;
        }
        count += 1;
        for change in &finding.changes {
            let Site::File { file, namespace } = &change.into else {
                panic!("{change:?}");
            };
            let changed = inputs.iter_mut().find(|input| input.name == *file).unwrap();
            let section = namespace.as_ref().map(|name| format!("namespace {name}\n"));
            let added = format!("\n{}{}\n", section.unwrap_or_default(), change.text);
            changed.bytes.extend(added.bytes());
        }
        let (run, asked) = ask(question, inputs);
        let said = short(&run);
        assert!(asked.is_some(), "{question}\n{said}");
        let verdict = self::finding(asked).explanation.verdict;
        assert_eq!(
            verdict,
            Verdict::Allowed,
            "{question}: {:?}",
            finding.changes
        );
    }
    assert!(count > 15, "only {count}");
}

#[test]
fn the_yaml_that_would_change_it_does() {
    let mut count = 0;
    for command in cases().into_values().flatten() {
        let Some((question, paths)) = command.plain() else {
            continue;
        };
        let is_manifest = |path: &PathBuf| path.extension().is_some_and(|end| end == "yaml");
        let paths: Vec<PathBuf> = match paths.as_slice() {
            [folder] if folder.is_dir() => files(folder, ".yaml"),
            _ => paths,
        };
        if paths.is_empty() || !paths.iter().all(is_manifest) {
            continue;
        }
        let inputs = paths.iter().map(|path| input(path));
        let Some(asked) = inspect(inputs.collect(), Vec::new(), None, question).asked else {
            continue;
        };
        let finding = finding(Some(asked));
        if finding.changes.is_empty() {
            continue;
        }
        count += 1;
        let mut objects: Vec<Value> = paths.iter().flat_map(|path| documents(path)).collect();
        for change in &finding.changes {
            apply(&mut objects, change.text.as_str(), &change.into);
        }
        let all = json!({"apiVersion": "v1", "kind": "List", "items": objects});
        let changed = inspect(vec![text(&all.to_string())], Vec::new(), None, question);
        let verdict = self::finding(changed.asked).explanation.verdict;
        assert_eq!(
            verdict,
            Verdict::Allowed,
            "{question}: {:?}",
            finding.changes
        );
    }
    assert!(count > 5, "only {count}");
}

fn apply(objects: &mut Vec<Value>, text: &str, into: &Site) {
    let added: Value = serde_yaml::from_str(text).unwrap();
    match into {
        Site::Cluster => objects.push(added),
        Site::Rules { object, direction } => {
            let Cited {
                what: What::Object { name, .. },
                ..
            } = object
            else {
                panic!("{object:?}");
            };
            let known = objects
                .iter_mut()
                .find(|one| one["metadata"]["name"] == **name);
            let rules = format!("{direction:?}").to_lowercase();
            let rules = &mut known.unwrap()["spec"][rules];
            if rules.is_null() {
                *rules = json!([]);
            }
            let added = added.as_array().unwrap().clone();
            rules.as_array_mut().unwrap().extend(added);
        }
        Site::File { .. } => panic!("{into:?}"),
    }
}

fn documents(path: &Path) -> Vec<Value> {
    use k8s_openapi::serde::Deserialize;
    let text = fs::read_to_string(path).unwrap();
    let documents = serde_yaml::Deserializer::from_str(&text);
    let values = documents.map(|one| serde_yaml::Value::deserialize(one).unwrap());
    values
        .map(|one| serde_json::to_value(one).unwrap())
        .collect()
}

fn input(path: &Path) -> Input {
    file(path, &path.file_name().unwrap().to_string_lossy()).unwrap()
}

fn ask(question: &str, inputs: Vec<Input>) -> (Run, Option<Asked>) {
    let options = Options {
        question: Some(question.to_owned()),
        ..Options::default()
    };
    let mut run = run(inputs, &Disk, &options);
    let asked = run.asked.take().filter(|asked| asked.may_be_of.is_empty());
    (run, asked)
}

fn finding(asked: Option<Asked>) -> Finding {
    asked.unwrap().answer.unwrap()
}
