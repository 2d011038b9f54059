//! `netpolc build --output`, and `--check`.

use std::fs;

use crate::support::Folder;

const BUILD: &[&str] = &["build", "apps", "-o", "k8s"];
const CHECK: &[&str] = &["build", "apps", "-o", "k8s", "--check"];
const CHECK_HELP: &str = "  = help: `netpolc build` without `--check` writes them; [..]\n";

fn apps() -> Folder {
    Folder::new()
        .file("apps/shop.netpol", "allow a -> shop\n")
        .file("apps/sub/pay.netpol", "allow a -> pay\n")
        .file("apps/base.netpol", "network office = 203.0.113.0/24\n")
}

#[test]
fn one_file_a_source() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    assert_eq!(folder.list("k8s"), ["shop.yaml", "sub/pay.yaml"]);
    let printed = folder.netpolc(&["build", "apps"]).output().stdout;
    assert_eq!(
        folder.read("k8s/shop.yaml") + &folder.read("k8s/sub/pay.yaml"),
        printed
    );
    folder.netpolc(CHECK).output().silent();
}

#[test]
fn json_files() {
    let folder = apps();
    let build = ["build", "apps", "-o", "k8s", "--format", "json"];
    folder.netpolc(&build).output().silent();
    assert_eq!(folder.list("k8s"), ["shop.json", "sub/pay.json"]);
    let list: serde_json::Value = serde_json::from_str(&folder.read("k8s/shop.json")).unwrap();
    assert_eq!(list["items"][0]["metadata"]["name"], "shop-policy");
}

#[test]
fn standard_input_has_a_file_as_well() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| folder.netpolc(arguments).stdin("allow a -> b\n").output();
    run(&["build", "-", "-o", "k8s"]).silent();
    run(&[
        "build",
        "-",
        "-o",
        "k8s",
        "--stdin-filename",
        "x/shop.netpol",
    ])
    .silent();
    assert_eq!(folder.list("k8s"), ["shop.yaml", "stdin.yaml"]);
}

#[cfg(unix)]
#[test]
fn unchanged_files_are_not_touched_and_modes_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    let about = |path: &str| fs::metadata(folder.path(path)).unwrap();
    folder.write("usual", "");
    let usual = about("usual").mode() & 0o644;
    assert_eq!(about("k8s/shop.yaml").mode() & 0o7777, usual);

    let shared = fs::Permissions::from_mode(0o664);
    fs::set_permissions(folder.path("k8s/shop.yaml"), shared).unwrap();
    let untouched = about("k8s/sub/pay.yaml");
    folder.write("apps/shop.netpol", "allow a -> market\n");
    folder.netpolc(BUILD).output().silent();
    assert!(folder.read("k8s/shop.yaml").contains("market-policy"));
    assert_eq!(about("k8s/shop.yaml").mode() & 0o7777, 0o664);
    let after = about("k8s/sub/pay.yaml");
    assert_eq!(
        (untouched.ino(), untouched.mtime_nsec()),
        (after.ino(), after.mtime_nsec())
    );
    assert_eq!(
        folder.list("k8s"),
        ["shop.yaml", "sub/pay.yaml"],
        "and nothing besides"
    );
}

/// All files are written beside their places first, but not held open.
#[cfg(unix)]
#[test]
fn more_files_than_a_process_may_hold_open() {
    let folder = Folder::new();
    for number in 0..100 {
        folder.write(
            &format!("apps/s{number}.netpol"),
            format!("allow a -> b{number}\n"),
        );
    }
    let binary = env!("CARGO_BIN_EXE_netpolc");
    let script = format!("ulimit -n 40 && exec '{binary}' build apps -o k8s");
    let mut shell = std::process::Command::new("sh");
    let status = shell
        .args(["-c", &script])
        .current_dir(folder.root())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(folder.list("k8s").len(), 100);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = apps().file("real/shop.yaml", "old\n").file("k8s/other", "");
    std::os::unix::fs::symlink("../real/shop.yaml", folder.path("k8s/shop.yaml")).unwrap();
    folder.netpolc(BUILD).output().silent();
    assert!(folder.path("k8s/shop.yaml").is_symlink());
    assert!(folder.read("real/shop.yaml").contains("shop-policy"));
    assert_eq!(folder.list("real"), ["shop.yaml"]);
}

#[test]
fn one_place_that_cannot_be_written_and_nothing_is() {
    let folder = apps().file("k8s/sub", "a file where a folder should be");
    let ran = folder.netpolc(BUILD).output();
    ran.expect(
        2,
        "",
        "error: cannot write `k8s/sub/pay.yaml`: not a directory\n",
    );
    assert_eq!(folder.list("k8s"), ["sub"]);

    let folder = apps().file("k8s/sub/pay.yaml/file", "a folder where a file should be");
    let ran = folder.netpolc(BUILD).output();
    ran.expect(
        2,
        "",
        "error: cannot write `k8s/sub/pay.yaml`: is a directory\n",
    );
    assert_eq!(folder.list("k8s"), ["sub/pay.yaml/file"]);

    let folder = apps().file("k8s", "a file where a folder should be");
    let ran = folder.netpolc(BUILD).output();
    ran.expect(
        2,
        "",
        "error: cannot write `k8s/shop.yaml`: not a directory\n",
    );
}

#[test]
fn two_sources_of_one_file_are_refused() {
    let folder = Folder::new()
        .file("a/shop.netpol", "allow x -> one\n")
        .file("b/shop.netpol", "allow x -> two\n");
    let ran = folder
        .netpolc(&["build", "a", "b/shop.netpol", "-o", "k8s"])
        .output();
    ran.expect(
        2,
        "",
        "error: `a/shop.netpol` and `b/shop.netpol` would both be written to `k8s/shop.yaml`
  = help: build them apart, each to a folder of its own
",
    );
    assert!(!folder.path("k8s").exists());
}

#[test]
fn a_source_is_never_overwritten() {
    let folder = Folder::new().file("shop.yaml", "allow a -> b\n");
    let ran = folder.netpolc(&["build", "shop.yaml", "-o", "."]).output();
    ran.expect(
        2,
        "",
        "error: `./shop.yaml` would be overwritten, and is a source itself\n",
    );
    assert_eq!(folder.read("shop.yaml"), "allow a -> b\n");
}

#[test]
fn check_shows_what_is_missing_and_writes_nothing() {
    let folder = apps();
    let ran = folder.netpolc(CHECK).output();
    ran.expect(
        1,
        "\
--- /dev/null
+++ k8s/shop.yaml
@@ -0,0 +1,[..] @@
+# Generated by netpolc from shop.netpol. Do not edit[..]
[...]
--- /dev/null
+++ k8s/sub/pay.yaml
@@ -0,0 +1,[..] @@
[...]
",
        &format!("error: not up to date: 2 missing\n{CHECK_HELP}"),
    );
    assert!(!folder.path("k8s").exists());
}

#[test]
fn check_shows_what_is_stale() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    let before = folder.read("k8s/shop.yaml");
    folder.write("apps/shop.netpol", "allow a -> market\n");
    let ran = folder.netpolc(CHECK).output();
    ran.expect(
        1,
        "\
--- k8s/shop.yaml
+++ k8s/shop.yaml
[...]
-  name: shop-policy
+  name: market-policy
[...]
",
        &format!("error: not up to date: 1 stale\n{CHECK_HELP}"),
    );
    assert_eq!(folder.read("k8s/shop.yaml"), before);
}

#[test]
fn left_overs_are_found_but_not_deleted() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    folder.remove("apps/sub/pay.netpol");
    folder.write("apps/shop.netpol", "network nothing = 203.0.113.0/24\n");
    let left_over = |path: &str| {
        format!(
            "note: `{path}` is left over from a source that is gone or writes nothing now
  = help: delete it, and its objects from the cluster
"
        )
    };
    let notes = left_over("k8s/shop.yaml") + &left_over("k8s/sub/pay.yaml");
    folder.netpolc(BUILD).output().expect(0, "", &notes);
    assert_eq!(folder.list("k8s"), ["shop.yaml", "sub/pay.yaml"]);
    let ran = folder.netpolc(CHECK).output();
    ran.expect(
        1,
        "\
--- k8s/shop.yaml
+++ /dev/null
@@ -1,[..] +0,0 @@
-# Generated by netpolc from shop.netpol. Do not edit[..]
[...]
--- k8s/sub/pay.yaml
+++ /dev/null
[...]
",
        &format!("error: not up to date: 2 left over\n{CHECK_HELP}"),
    );
}

#[test]
fn what_another_wrote_is_not_left_over() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    folder.write("k8s/by-hand.yaml", "kind: NetworkPolicy\n");
    let copy = folder.read("k8s/shop.yaml");
    folder.write("k8s/elsewhere/copy.yaml", copy);
    folder.netpolc(CHECK).output().silent();
    folder.netpolc(BUILD).output().silent();
}

#[test]
fn a_single_file_has_no_left_overs() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    let check = ["build", "apps/shop.netpol", "-o", "k8s", "--check"];
    folder.netpolc(&check).output().silent();
}

#[test]
fn a_source_in_another_format_is_not_gone() {
    let folder = apps();
    folder.netpolc(BUILD).output().silent();
    let json = ["build", "apps", "-o", "k8s", "--format", "json"];
    folder.netpolc(&json).output().silent();
}
