//! The release of Kubernetes that the judges are made of.

use std::fs;

use crate::support::golden::root;

/// As its module is pinned: `1.36.3`.
pub(crate) fn release() -> String {
    let modules = fs::read_to_string(root().join("tests/oracles/validate/go.mod")).unwrap();
    let lines = modules.lines().map(str::trim);
    let mut releases = lines.filter_map(|line| line.strip_prefix("k8s.io/kubernetes v"));
    releases.next().unwrap().to_owned()
}
