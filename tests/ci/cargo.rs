//! A stand-in for cargo, which takes minutes to install netpolc.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;

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
    folder.write("bin/cargo", CARGO);
    let cargo = folder.path("bin/cargo");
    fs::set_permissions(cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let others = env::var_os("PATH").unwrap();
    let others = env::split_paths(&others);
    let path = env::join_paths([folder.path("bin")].into_iter().chain(others)).unwrap();
    [
        ("PATH", path),
        ("NETPOLC", env!("CARGO_BIN_EXE_netpolc").into()),
        ("CARGO_CALLS", folder.path("calls").into()),
    ]
}

/// All the words that it was called with.
pub(crate) fn calls(folder: &Folder) -> Vec<String> {
    let calls = fs::read_to_string(folder.path("calls")).unwrap_or_default();
    calls.lines().map(str::to_owned).collect()
}
