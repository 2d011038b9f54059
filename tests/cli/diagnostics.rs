//! How diagnostics look: colours, hostile texts, used files.

use crate::support::Folder;

#[test]
fn colours_follow_the_flag_and_the_environment() {
    let folder = Folder::new().file("bad.netpol", "frobnicate\n");
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut netpolc = folder.netpolc(arguments);
        for (name, value) in variables {
            netpolc = netpolc.env(name, value);
        }
        let ran = netpolc.output();
        assert_eq!(ran.status, Some(1));
        let (out, err) = (ran.stdout.contains('\u{1b}'), ran.stderr.contains('\u{1b}'));
        assert_eq!(out, err, "both streams are pipes: {ran:?}");
        out
    };
    assert!(!coloured(&["check"], &[]));
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(coloured(
        &["--color", "always", "check"],
        &[("NO_COLOR", "1")]
    ));
    assert!(coloured(&["check"], &[("FORCE_COLOR", "1")]));
    assert!(!coloured(
        &["check"],
        &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!coloured(
        &["check", "--color", "never"],
        &[("FORCE_COLOR", "1")]
    ));
}

#[test]
fn nothing_in_a_file_commands_the_terminal() {
    let folder = Folder::new().file("bad.netpol", "frobnicate \u{1b}[2J\u{202e}\n");
    let ran = folder.netpolc(&["check"]).output();
    assert_eq!(ran.status, Some(1));
    assert!(
        !ran.stdout.contains(['\u{1b}', '\u{202e}']),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_very_long_line_is_not_printed() {
    let long = "a".repeat(10 << 20);
    for text in [format!("frobnicate {long}\n"), format!("{long} -> b\n")] {
        let folder = Folder::new().file("bad.netpol", text);
        let ran = folder.netpolc(&["check"]).output();
        assert_eq!(ran.status, Some(1));
        assert!(ran.stdout.contains("aaaaa…\n"));
        assert!(ran.stdout.len() < 10_000, "{}", ran.stdout.len());
    }
}

#[test]
fn a_used_file_is_looked_for_beside_the_file_that_uses_it() {
    let folder = Folder::new()
        .file("apps/shop.netpol", "use \"../base.netpol\"\nallow a -> b\n")
        .file("base.netpol", "network office = 203.0.113.0/24\n");
    let ran = folder.netpolc(&["check", "apps/shop.netpol"]).output();
    ran.silent();
    folder.remove("base.netpol");
    let ran = folder
        .netpolc(&["check", "apps", "--format", "short"])
        .output();
    ran.expect(
        1,
        "apps/shop.netpol:1:5: error[E0803 unreadable-use]: [..]\n",
        "",
    );
}

#[test]
fn a_file_may_be_used_by_all_inputs() {
    let folder = Folder::new()
        .file("shop.netpol", "allow a -> b\n")
        .file("env/prod.netpol", "network office = 203.0.113.0/24\n");
    let arguments = ["check", "shop.netpol", "--use", "env/prod.netpol"];
    folder.netpolc(&arguments).output().silent();
}

#[test]
fn standard_input_uses_files_from_where_it_is_said_to_be() {
    let folder = Folder::new().file("apps/base.netpol", "network office = 203.0.113.0/24\n");
    let text = "use \"base.netpol\"\nallow a -> b\n";
    let from = |name: &str| {
        let arguments = ["check", "-", "--format", "short", "--stdin-filename", name];
        folder.netpolc(&arguments).stdin(text).output()
    };
    from("apps/new.netpol").silent();
    from("new.netpol").expect(1, "new.netpol:1:5: error[E0803 unreadable-use]: [..]\n", "");
}
