//! Annotations of GitHub Actions, read back, and the summary of the step.

use serde_json::Value;

use crate::machine::commands::{Command, commands};
use crate::support::{Folder, Netpolc, Ran};

const TEXT: &str = "workload a\nallow a -> b\nallow a => a\nfrobnicate 100%, ::error::x\n";

/// The binary in a folder below that of the test, which is the workspace.
fn check(folder: &Folder, inner: &str, arguments: &[&str]) -> Ran {
    let arguments = [&["check", "--format", "github"], arguments].concat();
    let netpolc = Netpolc::new(&folder.path(inner), &arguments);
    let workspace = folder.root().to_str().unwrap();
    netpolc.env("GITHUB_WORKSPACE", workspace).output()
}

/// The annotations as `json` says them, in the order in which they are shown.
fn expected(folder: &Folder, path: &str) -> Vec<Value> {
    let arguments = ["check", "--format", "json", path];
    let ran = folder.netpolc(&arguments).output();
    let mut said: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
    said.sort_by_key(|one| one["severity"] != "error");
    said
}

fn assert_same(read: &[Command], expected: &[Value]) {
    assert_eq!(read.len(), expected.len());
    assert!(read.len() >= 3, "{read:?}");
    for (command, said) in read.iter().zip(expected) {
        assert_eq!(command.name, said["severity"].as_str().unwrap());
        assert_eq!(command.property("file"), said["file"].as_str().unwrap());
        let title = [&said["code"], &said["slug"]].map(|part| part.as_str().unwrap());
        assert_eq!(command.property("title"), title.join(" "));
        let at = |end: &str, what: &str| said[end][what].to_string();
        assert_eq!(command.property("line"), at("start", "line"));
        assert_eq!(command.property("endLine"), at("end", "line"));
        assert_eq!(command.property("col"), at("start", "column"));
        assert_eq!(command.property("endColumn"), at("end", "column"));
        let mut lines = command.data.lines();
        assert_eq!(lines.next(), said["message"].as_str());
        let fixes = said["fixes"].as_array().unwrap().iter();
        for title in fixes.map(|fix| fix["title"].as_str().unwrap()) {
            assert!(
                command.data.contains(&format!("\nfix: {title}")),
                "{command:?}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn it_is_read_back_whatever_the_file_is_called() {
    let path = "k8s/a,b:c%.netpol";
    let folder = Folder::new().file(path, TEXT);
    let expected = expected(&folder, path);
    for (inner, input) in [
        (".", path),
        ("k8s", "a,b:c%.netpol"),
        ("k8s", "."),
        ("k8s", "../k8s/a,b:c%.netpol"),
        (".", folder.path(path).to_str().unwrap()),
    ] {
        let ran = check(&folder, inner, &[input]);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
        assert_same(&commands(&ran.stdout), &expected);
        assert_eq!(ran.stdout.lines().count(), expected.len());
    }
}

#[test]
fn without_a_workspace_paths_are_those_of_the_repository() {
    let folder = Folder::new()
        .file(".git", "gitdir: elsewhere\n")
        .file("k8s/a.netpol", TEXT);
    let expected = expected(&folder, "k8s/a.netpol");
    let arguments = ["check", "--format", "github"];
    let ran = Netpolc::new(&folder.path("k8s"), &arguments).output();
    assert_same(&commands(&ran.stdout), &expected);
}

#[test]
fn a_file_outside_of_the_workspace_has_its_whole_path() {
    let folder = Folder::new()
        .file("work/a.netpol", "use \"../base.netpol\"\n")
        .file("base.netpol", "frobnicate\n");
    let arguments = ["check", "--format", "github", "a.netpol", "../base.netpol"];
    let work = folder.path("work");
    let netpolc = Netpolc::new(&work, &arguments);
    let ran = netpolc
        .env("GITHUB_WORKSPACE", work.to_str().unwrap())
        .output();
    let read = commands(&ran.stdout);
    let file = std::fs::canonicalize(folder.path("base.netpol")).unwrap();
    let file = file.display().to_string().replace('\\', "/");
    assert!(!read.is_empty());
    assert!(
        read.iter().all(|one| one.property("file") == file),
        "{read:?}"
    );
}

#[test]
fn no_text_becomes_a_command() {
    let text =
        "frobnicate \"\r::error::x\"\nallow \"::stop-commands::x\" -> \"\n::error::y\n##[error]z\n";
    let folder = Folder::new().file("a.netpol", text);
    let ran = check(&folder, ".", &[]);
    let read = commands(&ran.stdout);
    assert_eq!(read.len(), ran.stdout.lines().count(), "{}", ran.stdout);
    assert!(read.len() >= 3, "{}", ran.stdout);
    assert!(
        read.iter()
            .all(|one| one.name == "error" && one.property("file") == "a.netpol")
    );
}

#[test]
fn denied_warnings_are_errors_and_standard_input_has_a_name() {
    let folder = Folder::new();
    let text = "workload a\nallow a -> b\n";
    let said = |arguments: &[&str]| {
        let arguments = [&["check", "-", "--format", "github"], arguments].concat();
        let ran = folder.netpolc(&arguments).stdin(text).output();
        let read = commands(&ran.stdout);
        let [command] = read.as_slice() else {
            panic!("{ran:?}");
        };
        (command.name.clone(), command.property("file").to_owned())
    };
    assert_eq!(said(&[]), ("warning".to_owned(), "<stdin>".to_owned()));
    let denied = ["--deny-warnings", "--stdin-filename", "k8s/new.netpol"];
    assert_eq!(
        said(&denied),
        ("error".to_owned(), "k8s/new.netpol".to_owned())
    );
}

#[test]
fn beside_a_product_they_go_to_standard_error() {
    let folder = Folder::new().file("a.netpol", "workload a\nallow a -> b\n");
    let arguments = ["build", "--message-format", "github"];
    let ran = folder.netpolc(&arguments).output();
    assert_eq!(ran.status, Some(0));
    assert_eq!(commands(&ran.stderr).len(), 1);
    assert!(ran.stdout.contains("kind: NetworkPolicy"));
}

#[test]
fn the_summary_of_the_step_grows_by_what_was_found() {
    let folder = Folder::new()
        .file("good.netpol", "allow a -> b\n")
        .file("bad.netpol", TEXT)
        .file("summary.md", "before\n");
    let summary = folder.path("summary.md");
    let run = |arguments: &[&str]| {
        let netpolc = folder.netpolc(arguments);
        let netpolc = netpolc.env("GITHUB_STEP_SUMMARY", summary.to_str().unwrap());
        (netpolc.output().status, folder.read("summary.md"))
    };
    let github = ["check", "good.netpol", "--format", "github"];
    let (status, text) = run(&github);
    assert_eq!(status, Some(0));
    assert_eq!(text, "before\n### netpolc\n\nnothing is wrong\n\n");
    let (_, after) = run(&["build", "good.netpol", "--message-format", "github"]);
    assert_eq!(after, text, "a build is not about what is wrong");
    let (_, after) = run(&["check", "bad.netpol", "--format", "json"]);
    assert_eq!(after, text, "the other formats leave it alone");
    let (status, after) = run(&["check", "bad.netpol", "--format", "github"]);
    assert_eq!(status, Some(1));
    let added = after.strip_prefix(&text).unwrap();
    let head =
        "### netpolc\n\n2 errors and 1 warning in 1 file\n\n| | Place | Code | What is wrong |\n";
    assert!(added.starts_with(head), "{added}");
    assert_eq!(
        added.matches("\n| error | bad&#46;netpol:").count(),
        2,
        "{added}"
    );
    assert_eq!(
        added.matches("\n| warning | bad&#46;netpol:").count(),
        1,
        "{added}"
    );
}

#[test]
fn a_summary_that_cannot_be_written_is_a_failure() {
    let folder = Folder::new().file("good.netpol", "allow a -> b\n");
    let netpolc = folder.netpolc(&["check", "--format", "github"]);
    let summary = folder.path("no/folder/summary.md");
    let netpolc = netpolc.env("GITHUB_STEP_SUMMARY", summary.to_str().unwrap());
    let ran = netpolc.output();
    ran.expect(2, "", "error: cannot write `[..]summary.md`: [..]\n");
}
