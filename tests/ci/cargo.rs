//! A stand-in for cargo, which takes minutes to install netpolc.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Folder;

/// Notes how it was called, and installs the binary that is tested.
const CARGO: &str = r#"#!/usr/bin/env bash
if [ "$1" != install ]; then exit; fi
printf '%s\n' "$@" >>"$CARGO_CALLS"
while [ $# -gt 0 ]; do
    if [ "$1" = --root ]; then root=$2; fi
    shift
done
mkdir -p "$root/bin" && cp "$NETPOLC" "$root/bin/netpolc"
"#;

/// What makes programs that a command starts find it: variables and their values.
pub(crate) fn variables(folder: &Folder) -> [(&'static str, OsString); 3] {
    folder.write("bin/cargo.sh", CARGO);
    install(&folder.path("bin/cargo.sh"), &folder.path("bin/cargo"));
    let others = env::var_os("PATH").unwrap();
    let others = env::split_paths(&others);
    let path = env::join_paths([folder.path("bin")].into_iter().chain(others)).unwrap();
    [
        ("PATH", path),
        ("NETPOLC", env!("CARGO_BIN_EXE_netpolc").into()),
        ("CARGO_CALLS", folder.path("calls").into()),
    ]
}

/// Puts a program in its place. This process must not have it open for writing, or the programs that other
/// tests start at that moment would, and nobody could run it.
pub(crate) fn install(from: &Path, to: &Path) {
    let mut install = Command::new("install");
    install.args(["-m", "755"]).args([from, to]);
    assert!(install.status().unwrap().success());
}

/// All the words that it was called with.
pub(crate) fn calls(folder: &Folder) -> Vec<String> {
    let calls = fs::read_to_string(folder.path("calls")).unwrap_or_default();
    calls.lines().map(str::to_owned).collect()
}
