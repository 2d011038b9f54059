//! The static binary, in a folder where nothing else is.

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::ci::cargo::install;
use crate::support::golden::root;
use crate::support::skip::skipped;
use crate::support::{Folder, Ran};

/// The folder with the binary; nothing where there is none, or no Linux.
fn alone() -> Option<Folder> {
    let Some(binary) = env::var_os("NETPOLC_STATIC") else {
        skipped("the static binary: NETPOLC_STATIC=\"$(scripts/static)\" names one");
        return None;
    };
    let folder = Folder::new().file("policies/shop.netpol", shop());
    install(Path::new(&binary), &folder.path("netpolc"));
    Some(folder)
}

fn shop() -> Vec<u8> {
    fs::read(root().join("examples/shop/shop.netpol")).unwrap()
}

/// Runs it where the folder is all that there is: by right, or as the root of a world of its own.
fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let is_root = fs::metadata(folder.root()).unwrap().uid() == 0;
    let mut command = if is_root {
        Command::new("chroot")
    } else {
        let mut unshare = Command::new("unshare");
        unshare.args(["--map-root-user", "chroot"]);
        unshare
    };
    command.arg(folder.root()).arg("/netpolc").args(arguments);
    Ran::of(command.output().unwrap())
}

#[test]
fn it_builds_from_nothing() {
    let Some(folder) = alone() else {
        return;
    };
    let written = fs::read_to_string(root().join("examples/shop/shop.yaml")).unwrap();
    let ran = run(&folder, &["build", "policies/shop.netpol"]);
    ran.expect(0, &written, "");
    let ran = run(&folder, &["build", "policies", "-o", "k8s"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(folder.read("k8s/shop.yaml"), written);
    assert_eq!(
        folder.list(""),
        ["k8s/shop.yaml", "netpolc", "policies/shop.netpol"]
    );
}

#[test]
fn its_exit_codes_are_those_of_any() {
    let Some(folder) = alone() else {
        return;
    };
    let ran = run(&folder, &["check", "policies"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    folder.write("policies/wrong.netpol", "allow a => b\n");
    let ran = run(&folder, &["check", "policies"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let ran = run(&folder, &["check", "missing"]);
    ran.expect(
        2,
        "",
        "error: cannot read `missing`: no such file or directory\n",
    );
}
