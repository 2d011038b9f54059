//! Each check of a round trip can fail: one change, and the checks that it is for see it.

use std::fs;

use crate::oracles::server::cluster::{Cluster, cluster};
use crate::oracles::server::golden::Golden;
use crate::oracles::server::round_trip::{Check, Trip, Way};
use crate::support::Folder;
use crate::support::golden::root;

#[test]
fn a_field_that_nobody_knows_is_refused() {
    let folder = Folder::new();
    let changed = changed(&folder, "policyTypes:", "policyType:");
    assert_wrong(&changed, |_, _| (), &[Check::Taken], "spec.policyType");
}

#[test]
fn a_warning_is_heard() {
    let folder = Folder::new();
    let changed = changed(&folder, "2001:db8::/32", "2001:DB8::/32");
    assert_wrong(&changed, |_, _| (), &[Check::Unwarned], "RFC 5952");
}

/// Applied again nothing would change: only what comes back tells.
#[test]
fn what_the_server_fills_in_is_seen() {
    let folder = Folder::new();
    for (text, without, field) in [
        ("  policyTypes:\n    - Egress\n", "", "policyTypes"),
        ("- protocol: TCP\n          port", "- port", "protocol"),
    ] {
        let changed = changed(&folder, text, without);
        assert_wrong(&changed, |_, _| (), &[Check::Same], field);
    }
}

#[test]
fn an_object_that_became_another_is_seen() {
    let folder = Folder::new();
    let changed = changed(&folder, "port: 443", "port: 444");
    let apply = |cluster: &Cluster, way: Way| {
        cluster.done(&way.apply(&[&changed]));
    };
    let checks = [Check::Settled, Check::Same];
    assert_wrong(&golden(), apply, &checks, "+    - port: 443");
}

#[test]
fn an_object_that_is_gone_is_missed() {
    let delete = |cluster: &Cluster, _| {
        cluster.done(&["delete", "networkpolicy", "web-policy"]);
    };
    let checks = [Check::Settled, Check::Complete];
    assert_wrong(&golden(), delete, &checks, "0 objects of 1");
}

/// The checks that fail, whoever merges, when something happens to what was applied.
fn assert_wrong(golden: &Golden, meanwhile: impl Fn(&Cluster, Way), checks: &[Check], words: &str) {
    let Some(mut cluster) = cluster() else {
        return;
    };
    for way in Way::ALL {
        let trip = Trip::of(&mut cluster, way, &[golden], |cluster| {
            meanwhile(cluster, way);
        });
        let wrong = trip.wrong;
        let failed: Vec<Check> = wrong.keys().copied().collect();
        assert_eq!(failed, checks, "{way:?}: {wrong:#?}");
        let mut said = wrong.values().flatten();
        assert!(said.any(|one| one.contains(words)), "{way:?}: {wrong:#?}");
    }
}

/// It has addresses and ports.
fn golden() -> Golden {
    Golden::read(&root().join("tests/cases/emit/addresses/families.yaml"))
}

/// The same in another file, with one piece of its text changed.
fn changed(folder: &Folder, from: &str, to: &str) -> Golden {
    let text = fs::read_to_string(golden().path).unwrap();
    assert!(text.contains(from), "{from}");
    folder.write("changed.yaml", text.replacen(from, to, 1));
    Golden::read(&folder.path("changed.yaml"))
}
