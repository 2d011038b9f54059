//! The GitHub Action.
//!
//! Its steps run as they are, but for cargo: see `tests/ci/cargo.rs`.

use std::process::Command;

use crate::ci::cargo::calls;
use crate::ci::runner::{Outcome, Runner, action, steps};
use crate::support::Folder;
use crate::support::golden::root;
use crate::support::tool::tool;

const RIGHT: &str = "namespace shop\nallow frontend -> backend:8080\n";
const WRONG: &str = "namespace shop\nallow frontend => backend:8080\n";
const ANNOTATION: &str = "line=2,endLine=2,col=16,endColumn=18,title=E0103 wrong-arrow::";

/// A repository with these files; nothing where there is no bash.
fn repository(files: &[(&str, &str)]) -> Option<Runner> {
    tool(
        "bash",
        "the steps of the GitHub Action, since bash is not here",
    )?;
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(&format!("workspace/{path}"), text);
    }
    let git = Command::new("git")
        .args(["init", "--quiet"])
        .current_dir(folder.path("workspace"))
        .status();
    assert!(git.unwrap().success());
    Some(Runner::new(folder))
}

#[track_caller]
fn ends(outcome: &Outcome, status: i32, errors: &str, stale: &str) {
    assert_eq!(outcome.status, status, "{outcome:?}");
    assert_eq!(outcome.outputs["errors"], errors, "{outcome:?}");
    assert_eq!(outcome.outputs["stale"], stale, "{outcome:?}");
}

#[test]
fn what_is_right_passes() {
    let Some(runner) = repository(&[("policies/shop.netpol", RIGHT)]) else {
        return;
    };
    let outcome = runner.run(&[]);
    ends(&outcome, 0, "0", "");
    assert!(!outcome.log.contains("::"), "{outcome:?}");
    let temp = runner.folder.path("temp/netpolc");
    let checkout = root().display().to_string();
    let temp = temp.display().to_string();
    let install = ["install", "--locked", "--path", &checkout, "--root", &temp];
    assert_eq!(calls(&runner.folder), install);
    // A second use in the same job finds it.
    runner.run(&[]);
    assert_eq!(calls(&runner.folder), install);
}

#[test]
fn a_mistake_is_annotated() {
    let files = [("policies/shop.netpol", WRONG), ("other.netpol", RIGHT)];
    let Some(runner) = repository(&files) else {
        return;
    };
    let outcome = runner.run(&[("check", "k8s")]);
    ends(&outcome, 1, "1", "");
    let line = format!("::error file=policies/shop.netpol,{ANNOTATION}");
    assert!(outcome.log.contains(&line), "{outcome:?}");
    assert!(outcome.summary.contains("wrong-arrow"), "{outcome:?}");
}

#[test]
fn from_a_working_directory_places_are_those_of_the_repository() {
    let files = [("team/policies/shop.netpol", WRONG), ("b.netpol", WRONG)];
    let Some(runner) = repository(&files) else {
        return;
    };
    let inputs = [("working-directory", "team"), ("paths", "policies")];
    let outcome = runner.run(&inputs);
    ends(&outcome, 1, "1", "");
    let line = format!("::error file=team/policies/shop.netpol,{ANNOTATION}");
    assert!(outcome.log.contains(&line), "{outcome:?}");
}

#[test]
fn several_paths_one_a_line() {
    let files = [
        ("a b.netpol", WRONG),
        ("-c.netpol", WRONG),
        ("d.netpol", WRONG),
    ];
    let Some(runner) = repository(&files) else {
        return;
    };
    let outcome = runner.run(&[("paths", "a b.netpol\r\n\n-c.netpol\n")]);
    ends(&outcome, 1, "2", "");
    assert!(outcome.log.contains("file=a b.netpol,"), "{outcome:?}");
    assert!(outcome.log.contains("file=-c.netpol,"), "{outcome:?}");
}

#[test]
fn inputs_are_data() {
    let hostile = [
        "; touch pwned",
        "$(touch pwned)",
        "`touch pwned`",
        "\"; touch pwned; \"",
        "'; touch pwned; '",
        "x\"\ntouch pwned\n",
        "${IFS}&&touch${IFS}pwned",
        "a[$(touch pwned)]",
    ];
    for text in hostile {
        for name in ["paths", "args", "check", "sarif-file", "working-directory"] {
            let Some(runner) = repository(&[("shop.netpol", RIGHT)]) else {
                return;
            };
            runner.run(&[(name, text)]);
            let all = runner.folder.list("");
            let harmed = |path: &String| path.rsplit('/').next() == Some("pwned");
            assert!(!all.iter().any(harmed), "{name}: {text}: {all:?}");
        }
    }
}

#[test]
fn a_path_that_reads_like_a_command_is_a_path() {
    let path = "; touch pwned $(touch pwned).netpol";
    let Some(runner) = repository(&[(path, WRONG)]) else {
        return;
    };
    for paths in [path, "."] {
        let outcome = runner.run(&[("paths", paths)]);
        ends(&outcome, 1, "1", "");
        let line = format!("::error file={path},{ANNOTATION}");
        assert!(outcome.log.contains(&line), "{outcome:?}");
    }
    assert!(!runner.folder.path("workspace/pwned").exists());
}

#[test]
fn arguments_are_words_and_no_patterns() {
    let warns = "namespace shop\nworkload frontend\nallow frontend -> backend:8080\n";
    let pod = |name: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\n\
             metadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}\n"
        )
    };
    let (a, b) = (pod("frontend"), pod("backend"));
    let files = [("shop.netpol", warns), ("a.yaml", &a), ("b.yaml", &b)];
    let Some(runner) = repository(&files) else {
        return;
    };
    let outcome = runner.run(&[("args", "")]);
    ends(&outcome, 0, "0", "");
    assert!(outcome.log.contains("::warning file=shop.netpol,"));
    let outcome = runner.run(&[("args", "--deny-warnings\n  --color never\n")]);
    ends(&outcome, 1, "1", "");
    // A shell would make two words of it, of which the second would be an input.
    let outcome = runner.run(&[("args", "--manifests *.yaml")]);
    ends(&outcome, 0, "0", "");
}

#[test]
fn generated_files_are_held_against_their_sources() {
    let Some(runner) = repository(&[("policies/shop.netpol", RIGHT)]) else {
        return;
    };
    let inputs = [("paths", "policies"), ("check", "k8s files")];
    let outcome = runner.run(&inputs);
    ends(&outcome, 1, "0", "true");
    assert!(outcome.log.contains("::error title=stale::"), "{outcome:?}");
    assert!(outcome.log.contains("+kind: NetworkPolicy"), "{outcome:?}");
    assert!(outcome.summary.contains("build them again"), "{outcome:?}");

    let build = ["build", "workspace/policies", "-o", "workspace/k8s files"];
    runner.folder.netpolc(&build).output().silent();
    ends(&runner.run(&inputs), 0, "0", "false");
}

#[test]
fn sarif_is_written_beside_errors() {
    let Some(runner) = repository(&[("shop.netpol", WRONG)]) else {
        return;
    };
    let outcome = runner.run(&[("sarif-file", "results/a b.sarif")]);
    ends(&outcome, 1, "1", "");
    let sarif = runner.folder.read("workspace/results/a b.sarif");
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "E0103");
}

#[test]
fn what_cannot_be_read_is_no_mistake_in_a_file() {
    let Some(runner) = repository(&[("shop.netpol", RIGHT)]) else {
        return;
    };
    let outcome = runner.run(&[("paths", "missing"), ("sarif-file", "s"), ("check", "k")]);
    ends(&outcome, 2, "0", "");
    assert!(outcome.log.contains("cannot read `missing`"), "{outcome:?}");
    assert!(!runner.folder.path("workspace/s").exists());
}

#[test]
fn inputs_reach_the_shell_as_variables_alone() {
    for step in steps() {
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "{run}");
        assert!(!run.contains("eval"), "{run}");
    }
    let names = |key: &str| -> Vec<String> {
        let action = action();
        let of = action[key].as_mapping().unwrap();
        of.keys()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    let inputs = ["paths", "working-directory", "args", "check", "sarif-file"];
    assert_eq!(names("inputs"), inputs);
    assert_eq!(names("outputs"), ["stale", "errors"]);
}
