//! What cannot be asked, and the help.

use crate::support::Folder;

#[track_caller]
fn refused(arguments: &[&str], stderr: &str) {
    let folder = Folder::new().file("shop.netpol", "allow a -> b\n");
    folder.netpolc(arguments).output().expect(2, "", stderr);
    assert_eq!(folder.list(""), ["shop.netpol"]);
}

#[test]
fn alone_it_prints_its_help() {
    refused(
        &[],
        "Compile .netpol files[..]\n[...]\nUsage: netpolc [..]\n[...]\nExit codes: [..]\n[...]\n",
    );
}

#[test]
fn help_and_version_are_asked_for() {
    let folder = Folder::new();
    let version = format!("netpolc {}\n", env!("CARGO_PKG_VERSION"));
    folder
        .netpolc(&["--version"])
        .output()
        .expect(0, &version, "");
    for command in [
        "build",
        "check",
        "fmt",
        "test",
        "init",
        "explain",
        "completions",
        "man",
    ] {
        let ran = folder.netpolc(&[command, "--help"]).output();
        let help = "[...]\nUsage: netpolc [..]\n[...]\nExamples:\n[...]\nExit codes: 0 [..]\n";
        ran.expect(0, help, "");
    }
}

#[test]
fn commands_and_flags_that_do_not_exist() {
    refused(
        &["frobnicate"],
        "error: unrecognized subcommand 'frobnicate'\n[...]\n",
    );
    refused(
        &["build", "--frobnicate"],
        "error: unexpected argument '--frobnicate' found\n[...]\n",
    );
    refused(
        &["build", "--format", "toml"],
        "error: invalid value 'toml' for '--format [..]\n[...]\n",
    );
}

#[test]
fn check_needs_a_folder_to_compare_with() {
    refused(&["build", "--check"], "[...]\n  --output <DIR>\n[...]\n");
}

#[test]
fn labels_annotations_and_namespaces_are_valid() {
    let invalid = |flag: &str, value: &str| {
        let expected = format!("error: invalid value '{value}' for '{flag} <[..]>': [..]\n[...]\n");
        refused(&["build", flag, value], &expected);
    };
    invalid("--label", "team");
    invalid("--label", "te am=x");
    invalid("--label", "team=a b");
    invalid("--label", "app.kubernetes.io/managed-by=me");
    invalid("--annotation", "te am=x");
    invalid("--namespace", "Shop");
    invalid("--namespace", "");
}

#[test]
fn a_label_has_one_value() {
    refused(
        &["build", "--label", "team=a", "--label", "team=b"],
        "error: `--label` gives `team` two values, `a` and `b`\n",
    );
}
