//! What is proposed in place of a name that nothing declares: help, and never an edit.

use crate::support::compile::compile;

/// The help of the only diagnostic of a program, which offers no fix.
fn help(program: &str) -> Option<String> {
    let found = compile(program);
    let [only] = found.diagnostics.as_slice() else {
        panic!("{:?}", found.diagnostics);
    };
    assert!(only.fixes.is_empty(), "{only:?}");
    only.help.clone()
}

#[test]
fn a_slip_in_a_long_name_is_named() {
    let program = "workload frontend\nallow fronted -> frontend\n";
    assert_eq!(help(program).as_deref(), Some("did you mean `frontend`?"));
}

#[test]
fn a_short_name_is_no_slip_of_another() {
    for (declared, written) in [("q", "b"), ("db", "ab"), ("db", "dbs")] {
        let help = help(&format!(
            "workload {declared}\nallow {written} -> {declared}\n"
        ));
        let declare = format!("declare it: `workload {written}`");
        let near = format!("did you mean `{declared}`?");
        let expected = if written == "dbs" { near } else { declare };
        assert_eq!(help, Some(expected));
    }
}

#[test]
fn a_service_is_proposed_only_where_one_can_stand() {
    let declared = "workload web\nservice postgres = web:5432\nallow web -> postgres\n";
    let as_target = help(&format!("{declared}allow web -> postgre\n"));
    assert_eq!(as_target.as_deref(), Some("did you mean `postgres`?"));
    for rule in [
        "allow postgre -> web",
        "allow web -> postgre:80",
        "allow web -> * except postgre:80",
        "group g = postgre\nallow g -> web",
    ] {
        let help = help(&format!("{declared}{rule}\n"));
        assert_eq!(help.as_deref(), Some("declare it: `workload postgre`"));
    }
}

#[test]
fn a_network_is_proposed_in_a_network() {
    let declared = "workload offices\nnetwork offsite = 203.0.113.0/24\n";
    let help = help(&format!("{declared}network all = offsit\n"));
    assert_eq!(help.as_deref(), Some("did you mean `offsite`?"));
}

#[test]
fn a_workload_of_this_very_name_elsewhere_comes_first() {
    let program = "namespace a\nworkload w, backend\nallow w -> backend\nnamespace b\nworkload backen\n\
                   allow backen -> w\n";
    assert_eq!(
        help(program).as_deref(),
        Some("`w` is a workload of `a`: write `a/w`")
    );
}
