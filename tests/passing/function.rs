//! `netpolc krm`.

use std::fs;

use serde_yaml::Value;

use crate::passing::objects::{documents, items, less};
use crate::passing::{APPLICATION, PROGRAM, quiet};
use crate::support::golden::root;
use crate::support::{Folder, Ran, fences};

pub(crate) fn function(list: &str) -> Ran {
    Folder::new().netpolc(&["krm"]).stdin(list).output()
}

#[track_caller]
fn passed(list: &str) -> String {
    quiet(function(list))
}

/// What `build` writes for a program that knows the application.
fn built(program: &str, manifests: &str) -> Vec<Value> {
    let folder = Folder::new()
        .file("shop.netpol", program)
        .file("k8s.yaml", manifests);
    let arguments = ["build", "shop.netpol", "--manifests", "k8s.yaml"];
    let ran = folder.netpolc(&arguments).output();
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    documents(&ran.stdout)
}

/// `text` indented, behind a dash.
fn item(text: &str, indent: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        let before = if number == 0 { "- " } else { "  " };
        out.push_str(format!("{indent}{before}{line}").trim_end());
        out.push('\n');
    }
    out
}

/// The documents of the application, comments and all, as items.
fn application(indent: &str) -> String {
    let texts = APPLICATION.split("\n---\n");
    texts.map(|one| item(one, indent)).collect()
}

fn config(program: &str) -> String {
    let lines: String = program
        .lines()
        .fold(String::new(), |all, line| all + "      " + line + "\n");
    format!(
        "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {{name: netpolc}}\n  data:\n    shop.netpol: |\n{lines}"
    )
}

fn list(items: &str, rest: &str) -> String {
    format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n{items}{rest}")
}

#[test]
fn items_come_out_as_they_are_and_ours_behind_them() {
    for indent in ["", "  "] {
        let items_in = format!("items:\n{}", application(indent));
        let config = config(PROGRAM);
        let before = list(&items_in, &config);
        let after = passed(&before);
        let head = list(&items_in, "");
        let added = after.strip_prefix(&head).unwrap().strip_suffix(&config);
        assert!(
            added
                .unwrap()
                .starts_with(&format!("{indent}- apiVersion: ")),
            "{after}"
        );
        assert!(
            added
                .unwrap()
                .contains("    # allow frontend -> backend:8080 because \"orders\"\n"),
            "{after}"
        );
        let wanted = built(PROGRAM, APPLICATION);
        assert_eq!(less(&items(&after), &items(&before)), wanted);
        assert_eq!(passed(&after), after, "twice is once");
        // Behind the configuration, and with the line breaks of another system.
        let swapped = list(&config, &items_in);
        assert_eq!(less(&items(&passed(&swapped)), &items(&swapped)), wanted);
        let returns = before.replace('\n', "\r\n");
        assert_eq!(passed(&returns), after.replace('\n', "\r\n"));
    }
}

#[test]
fn a_block_at_the_end_of_the_items_stays() {
    let text =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    --- x\n    y\n";
    let program = "allow a -> b\n";
    for indent in ["", "  ", "    "] {
        for config in [
            config(program),
            format!("\n# a comment\n{}", config(program)),
        ] {
            let items_in = format!("items:\n{}", item(text, indent));
            for before in [
                list(&items_in, &config),
                list(&config, &items_in),
                list(&config, items_in.trim_end()),
            ] {
                let after = passed(&before);
                assert_eq!(items(&after)[0], items(&(before + "\n"))[0]);
                assert_eq!(items(&after).len(), 2);
                assert_eq!(passed(&after), after, "twice is once");
            }
        }
    }
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let config = config("allow a -> b\n");
    let before = format!("\u{feff}{config}{}", list("", ""));
    let after = passed(&before);
    assert!(after.starts_with(&before), "{after}");
    assert_eq!(items(after.trim_start_matches('\u{feff}')).len(), 1);
}

#[test]
fn lists_in_brackets_stay_in_brackets() {
    let values: Vec<String> = documents(APPLICATION)
        .iter()
        .map(|one| serde_json::to_string(one).unwrap())
        .collect();
    let wanted = built(PROGRAM, APPLICATION);
    let program = serde_json::to_string(PROGRAM).unwrap();
    let config = format!(
        r#"{{"apiVersion": "v1", "kind": "ConfigMap", "data": {{"shop.netpol": {program}}}}}"#
    );
    let head = r#""apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList""#;
    let all = values.join(",\n");
    for before in [
        format!(r#"{{{head}, "items": [{all}], "functionConfig": {config}}}"#),
        format!(r#"{{"functionConfig": {config}, "items": [ {all} ], {head}}}"#),
        list(
            &format!("items: [{}]\n", all.replace('\n', "\n ")),
            &format!("functionConfig: {config}\n"),
        ),
    ] {
        let after = passed(&before);
        assert_eq!(less(&items(&after), &items(&before)), wanted, "{after}");
        assert_eq!(items(&passed(&after)), items(&after), "twice is once");
    }
}

#[test]
fn without_items_names_are_those_of_the_convention() {
    let program = "allow frontend -> backend:8080\n";
    let config = config(program);
    let folder = Folder::new().file("shop.netpol", program);
    let wanted = documents(&folder.netpolc(&["build", "shop.netpol"]).output().stdout);
    let flow = serde_json::to_string(&serde_yaml::from_str::<Value>(&list("", &config)).unwrap());
    let flow = flow.unwrap();
    for before in [
        list("", &config),
        list("items:\n", &config),
        list("items: []\n", &config),
        list("items: [] # none\n", &config),
        list("items: null\n", &config),
        list(&config, "items: []"),
        format!("---\n{}", list("items: []\n", &config)),
        flow.replacen('{', "{\"items\": [], ", 1),
        flow.replacen('{', "{\"items\": null, ", 1),
        flow,
    ] {
        let after = passed(&before);
        assert_eq!(items(&after), wanted, "{before}\n{after}");
        assert_eq!(passed(&after), after, "twice is once");
    }
}

#[test]
fn a_text_without_rules_adds_nothing_and_takes_its_own_away() {
    let first = passed(&list(
        "items: []\n",
        &config("prefix tea\nallow a -> b\nallow a -> c\n"),
    ));
    let other = config("prefix tea\nallow a -> c\n");
    let second = list(
        first
            .split("functionConfig")
            .next()
            .unwrap()
            .split_once("items")
            .map(|(_, items)| format!("items{items}"))
            .unwrap()
            .as_str(),
        &other,
    );
    assert_eq!(items(&first).len(), 2);
    assert_eq!(
        items(&passed(&second)).len(),
        1,
        "the prefix says whose it is"
    );
    let nothing = list("", &config("network office = 203.0.113.0/24\n"));
    assert_eq!(passed(&nothing), nothing);
}

#[test]
fn what_is_wrong_is_among_the_results() {
    let items_in = format!("items:\n{}", application(""));
    let config = config(&PROGRAM.replace("backend:8080", "bakend:8080"));
    let before = list(&items_in, &config);
    let ran = function(&before);
    assert_eq!(ran.status, Some(1));
    assert_eq!(
        ran.stdout,
        format!(
            "{before}results:\n- {}\n",
            r#"{"file":{"path":"shop.netpol"},"message":"shop.netpol:4:19: [E0201 unknown-name] no workload or Service of namespace `shop` is called `bakend`, and nothing declares it; help: did you mean `backend`?","severity":"error","tags":{"code":"E0201","column":"19","line":"4","slug":"unknown-name"}}"#
        )
    );
    assert!(ran.stderr.contains("shop.netpol:4:19\n"), "{}", ran.stderr);
    // What an earlier function said is not said again.
    let again = function(&ran.stdout);
    assert_eq!(again.stdout, ran.stdout);
    let fixed = ran.stdout.replace("bakend:8080", "backend:8080");
    assert_eq!(
        passed(&fixed),
        passed(&before.replace("bakend:8080", "backend:8080"))
    );
}

#[test]
fn warnings_and_left_overs_are_results_too() {
    let own = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: gone\n  namespace: shop\n  labels: {app.kubernetes.io/managed-by: netpolc}\nspec:\n  podSelector: {}\n";
    let items_in = format!("items:\n{}{}", application(""), item(own, ""));
    let config = config(&PROGRAM.replace("8080", "8081"));
    let ran = function(&list(&items_in, &config));
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let after: Value = serde_yaml::from_str(&ran.stdout).unwrap();
    let results = after["results"].as_sequence().unwrap();
    let severities: Vec<_> = results
        .iter()
        .map(|one| one["severity"].as_str().unwrap())
        .collect();
    assert_eq!(severities, ["warning", "info"]);
    assert_eq!(results[0]["tags"]["slug"], "undeclared-port");
    assert!(
        results[1]["message"]
            .as_str()
            .unwrap()
            .starts_with("`gone` in namespace `shop` ")
    );
}

#[test]
fn texts_use_each_other_and_nothing_else() {
    let config = "functionConfig:\n  kind: ConfigMap\n  data:\n    namespace: shop\n    base.netpol: |\n      workload web, db\n    shop.netpol: |\n      use \"./base.netpol\"\n      allow web -> db:5432\n";
    let after = passed(&list("", config));
    let found = items(&after);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["metadata"]["namespace"], "shop");
    for (line, code) in [
        ("use \"other.netpol\"", "E0803"),
        ("use \"/etc/passwd\"", "E0803"),
        ("manifests \"/etc\"", "E0804"),
    ] {
        let ran = function(&list("", &config.replace("use \"./base.netpol\"", line)));
        assert_eq!(ran.status, Some(1));
        assert!(ran.stderr.contains(code), "{}", ran.stderr);
        assert!(ran.stdout.contains(code), "{}", ran.stdout);
    }
}

#[test]
fn the_configuration_of_the_documentation_is_one() {
    let text = fs::read_to_string(root().join("docs/cli.md")).unwrap();
    let document = fences::read(&text);
    let mut blocks = document.fences.iter();
    let block = blocks.find(|one| one.value("file") == Some("netpolc.yaml"));
    let lines = block.unwrap().text.lines();
    let lines: String = lines.fold(String::new(), |all, line| all + "  " + line + "\n");
    let after = passed(&list("", &format!("functionConfig:\n{lines}")));
    assert_eq!(items(&after)[0]["metadata"]["namespace"], "shop");
}

#[test]
fn what_is_no_list_for_us_is_refused_with_nothing_written() {
    let valid = list("items: []\n", &config("allow a -> b\n"));
    for (list, words) in [
        (
            String::new(),
            "error[E0816 missing-field]: there is no object here\n",
        ),
        ("a: [\n".to_owned(), "error[E0810 invalid-yaml]: "),
        ("- a\n".to_owned(), "error[E0815 wrong-type]: "),
        (
            valid.replace("ResourceList", "List"),
            "error[E0818 unknown-word]: a function is handed a `ResourceList` ",
        ),
        (
            valid.replace("config.kubernetes.io/", ""),
            "error[E0818 unknown-word]: a function is handed a `ResourceList` ",
        ),
        (
            format!("{valid}---\n{valid}"),
            "error[E0810 invalid-yaml]: there is another document here",
        ),
        (
            list("items: []\n", ""),
            "error[E0816 missing-field]: a function of netpolc needs a `functionConfig`",
        ),
        (
            valid.replace("ConfigMap", "Secret"),
            "error[E0818 unknown-word]: a function of netpolc needs ",
        ),
        (
            valid.replace("data:", "binaryData:"),
            "error[E0816 missing-field]: a function of netpolc needs ",
        ),
        (
            valid.replace("shop.netpol", "shop.txt"),
            "error[E0814 unknown-field]: netpolc has no setting `shop.txt`",
        ),
        (
            valid.replace("shop.netpol: |", "namespace: a\n    namespace: |"),
            "error[E0813 duplicate-key]: ",
        ),
        (
            valid.replace("shop.netpol: |", "namespace: A b\n    shop.netpol: |"),
            "error[E0152 invalid-namespace]: ",
        ),
        (
            valid.replace("shop.netpol: |", "namespace: 1\n    shop.netpol: |"),
            "error[E0815 wrong-type]: ",
        ),
        (
            valid.replace("items: []", "items: [1]"),
            "error[E0815 wrong-type]: ",
        ),
        (
            valid.replace("items: []", "items: {}"),
            "error[E0815 wrong-type]: ",
        ),
    ] {
        let ran = function(&list);
        assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (Some(1), ""),
            "{list}\n{}",
            ran.stderr
        );
        assert!(ran.stderr.starts_with(words), "{list}\n{}", ran.stderr);
    }
}
