//! `netpolc check`.

use crate::support::Folder;

#[test]
fn right_files_are_met_with_silence() {
    let folder = Folder::new().file("shop.netpol", "allow frontend -> backend\n");
    folder.netpolc(&["check"]).output().silent();
    folder
        .netpolc(&["check", "shop.netpol", "--format", "short"])
        .output()
        .silent();
}

#[test]
fn diagnostics_are_the_product_and_the_summary_is_not() {
    let folder = Folder::new().file("bad.netpol", "frobnicate a -> b\n");
    folder.netpolc(&["check"]).output().expect(
        1,
        "\
error[E0102 unknown-statement]: [..]
  ┌─ bad.netpol:1:1
  │
1 │ frobnicate a -> b
  │ ^^^^^^^^^^[..]
[...]
",
        "error: 1 error in 1 file\n",
    );
}

#[test]
fn machine_formats_have_no_summary() {
    let folder = Folder::new().file("bad.netpol", "frobnicate\n");
    let short = folder.netpolc(&["check", "--format", "short"]).output();
    short.expect(
        1,
        "bad.netpol:1:1: error[E0102 unknown-statement]: [..]\n",
        "",
    );
    let json = folder.netpolc(&["check", "--format", "json"]).output();
    let json = json.expect(1, "[\n  {[..]}\n]\n", "");
    let found: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(found[0]["slug"], "unknown-statement");
    assert_eq!(
        found[0]["start"],
        serde_json::json!({"line": 1, "column": 1})
    );
}

#[test]
fn json_of_nothing_is_an_array_as_well() {
    let folder = Folder::new().file("shop.netpol", "allow frontend -> backend\n");
    folder
        .netpolc(&["check", "--format", "json"])
        .output()
        .expect(0, "[]\n", "");
}

#[test]
fn warnings_are_no_errors_unless_denied() {
    let folder = Folder::new().file("shop.netpol", "workload a\nallow a -> b\n");
    let warned = folder.netpolc(&["check"]).output();
    warned.expect(
        0,
        "warning[W0401 undeclared-name]: [..]\n[...]\n",
        "warning: 1 warning in 1 file\n",
    );
    let denied = folder.netpolc(&["check", "--deny-warnings"]).output();
    denied.expect(
        1,
        "error[W0401 undeclared-name]: [..]\n[...]\n",
        "error: 1 error in 1 file\n",
    );
}

/// A file that leans on another one, which is not among the inputs.
fn leaning() -> Folder {
    let base = "namespace shop\ndefault deny\nallow * -> dns\n";
    let shop = "use \"base.netpol\"\nnamespace shop\ndeny internet -> db\n";
    Folder::new()
        .file("base.netpol", base)
        .file("db.netpol", shop)
}

#[test]
fn notes_are_said_and_count_for_nothing() {
    let folder = leaning();
    let short = ["check", "--format", "short", "--deny-warnings", "db.netpol"];
    folder.netpolc(&short).output().expect(
        0,
        "base.netpol:2:1: note[N0501 fact-outside-run]: [..]\n",
        "",
    );
    let text = folder.netpolc(&["check", "db.netpol"]).output();
    text.expect(0, "note[N0501 fact-outside-run]: [..]\n[...]\n", "");
    let json = folder.netpolc(&["check", "--format", "json", "db.netpol"]);
    let json = json.output().expect(0, "[\n  {[..]}\n]\n", "");
    let found: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(found[0]["severity"], "note");
}

#[test]
fn what_a_file_leans_on_may_be_an_input_too() {
    leaning().netpolc(&["check"]).output().silent();
}

#[test]
fn a_comment_silences_a_lint_on_its_line() {
    let text = "allow prometheus -> *:metrics   # netpolc: allow(implicit-default-deny)\n";
    let folder = Folder::new().file("shop.netpol", text);
    folder.netpolc(&["check"]).output().silent();
    folder.write("shop.netpol", text.replace("# netpolc", "# netpol"));
    let short = folder.netpolc(&["check", "--format", "short"]).output();
    short.expect(
        0,
        "shop.netpol:1:1: warning[W0406 implicit-default-deny]: [..]\n",
        "",
    );
}
