//! The Go programs beside this file, built once into a cache outside the checkout.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::hash::Hasher;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use fnv::FnvHasher;

use crate::support::golden::{files, root};
use crate::support::skip::skipped;

/// The built program of a folder; nothing where it is not to be had, which is said.
///
/// It is built where CI or `NETPOLC_ORACLES` asks for it: that takes a minute, and the network.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let folder = root().join("tests/oracles").join(name);
    let Some(go) = version() else {
        skipped("what Kubernetes' own code says, since Go is not here");
        return None;
    };
    let key = key(&folder, &go);
    let file = format!("{name}-{key:016x}{}", env::consts::EXE_SUFFIX);
    let built = cache().join(file);
    if built.exists() {
        return Some(built);
    }
    if env::var_os("CI").is_none() && env::var_os("NETPOLC_ORACLES").is_none() {
        skipped("what Kubernetes' own code says: NETPOLC_ORACLES=1 builds it");
        return None;
    }
    build(&folder, &built);
    Some(built)
}

/// What `go version` prints; nothing where there is no Go.
fn version() -> Option<Vec<u8>> {
    match go().arg("version").output() {
        Ok(output) => {
            assert!(output.status.success(), "go version: {output:?}");
            Some(output.stdout)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => panic!("go: {error}"),
    }
}

/// Go as it is here, which is to fetch no other version of itself.
fn go() -> Command {
    let mut go = Command::new("go");
    go.env("GOTOOLCHAIN", "local");
    go
}

/// Of the sources, the modules that they are pinned to, and Go.
fn key(folder: &Path, go: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(go);
    for path in files(folder, "") {
        let name = path.file_name().unwrap_or_default();
        hasher.write(name.as_encoded_bytes());
        hasher.write(&fs::read(&path).unwrap());
    }
    hasher.finish()
}

fn cache() -> PathBuf {
    let given = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let below = |home: &OsStr, path: &str| Path::new(home).join(path);
    let folder = given("NETPOLC_CACHE")
        .map(PathBuf::from)
        .or_else(|| given("XDG_CACHE_HOME").map(|home| below(&home, "netpolc")))
        .or_else(|| given("HOME").map(|home| below(&home, ".cache/netpolc")))
        .unwrap_or_else(|| root().join("target"));
    folder.join("oracles")
}

/// Another run may build the same program: it is put in its place whole.
fn build(folder: &Path, built: &Path) {
    let parent = built.parent().unwrap();
    fs::create_dir_all(parent).unwrap();
    let made = tempfile::tempdir_in(parent).unwrap();
    let program = made.path().join("program");
    let output = go()
        .args(["build", "-trimpath", "-buildvcs=false", "-o"])
        .arg(&program)
        .arg(".")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", folder.display());
    fs::rename(program, built).unwrap();
}
