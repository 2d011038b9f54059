//! The API server that `scripts/apiserver` has started, and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::{env, fs, mem};

use serde_json::{Value, json};

use crate::oracles::release::release;
use crate::support::Ran;
use crate::support::skip::skipped;

/// Where an object goes that names no namespace.
pub(crate) const UNNAMED: &str = "unnamed";

/// The one namespace that is always there.
const DEFAULT: &str = "default";

/// The server, for one test at a time; nothing where none was started, which is said.
pub(crate) fn cluster() -> Option<MutexGuard<'static, Cluster>> {
    static CLUSTER: OnceLock<Option<Mutex<Cluster>>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| Some(Mutex::new(Cluster::find()?)));
    let cluster = cluster.as_ref()?;
    Some(cluster.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(crate) struct Cluster {
    kubeconfig: PathBuf,
    /// The namespaces that were made last.
    namespaces: Vec<String>,
}

impl Cluster {
    fn find() -> Option<Self> {
        let Some(kubeconfig) = env::var_os("NETPOLC_KUBECONFIG") else {
            skipped("what an API server says: scripts/apiserver cargo test oracles:: starts one");
            return None;
        };
        let mut cluster = Self {
            kubeconfig: kubeconfig.into(),
            namespaces: Vec::new(),
        };
        // All policies are going to be deleted: that is for the script's servers, which have this mark.
        let mark = [
            "get",
            "configmap",
            "netpolc-apiserver",
            "-n=default",
            "-o=name",
        ];
        assert_eq!(cluster.done(&mark), "configmap/netpolc-apiserver\n");
        let version = cluster.done(&["get", "--raw=/version"]);
        let version: Value = serde_json::from_str(&version).unwrap();
        assert_eq!(version["gitVersion"], format!("v{}", release()));
        cluster.done(&["config", "set-context", "--current", "--namespace", UNNAMED]);
        // Another run may have been here.
        let found = cluster.done(&["get", "namespaces", "-o=name"]);
        let found = found
            .lines()
            .filter_map(|line| line.strip_prefix("namespace/"));
        let old = found.filter(|name| *name != DEFAULT && !name.starts_with("kube-"));
        cluster.namespaces = old.map(str::to_owned).collect();
        Some(cluster)
    }

    /// Deletes every policy, and the namespaces that were made before; then makes these.
    pub(crate) fn renew(&mut self, namespaces: &BTreeSet<&str>) {
        self.done(&["delete", "networkpolicies", "--all", "-A", "--wait=false"]);
        let old = mem::take(&mut self.namespaces);
        if !old.is_empty() {
            let mut delete = vec!["delete", "namespaces", "--wait=false"];
            delete.extend(old.iter().map(String::as_str));
            self.done(&delete);
        }
        for name in &old {
            self.finalize(name);
        }
        let new = namespaces.iter().filter(|name| **name != DEFAULT);
        self.namespaces = new.map(|name| (*name).to_owned()).collect();
        if !self.namespaces.is_empty() {
            let items: Vec<Value> = self.namespaces.iter().map(|name| namespace(name)).collect();
            let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
            self.done(&["create", "-f", &self.file(&list)]);
        }
    }

    /// Lets a namespace go that is deleted, and empty: no controller runs which would.
    fn finalize(&self, name: &str) {
        let path = format!("--raw=/api/v1/namespaces/{name}/finalize");
        self.done(&["replace", &path, "-f", &self.file(&namespace(name))]);
    }

    /// All policies that the server has.
    pub(crate) fn policies(&self) -> Vec<Value> {
        let list = self.done(&["get", "networkpolicies", "-A", "-o=json"]);
        let mut list: Value = serde_json::from_str(&list).unwrap();
        serde_json::from_value(list["items"].take()).unwrap()
    }

    /// What kubectl does, free of what the caller's environment says to it.
    pub(crate) fn kubectl(&self, arguments: &[&str]) -> Ran {
        let mut kubectl = Command::new("kubectl");
        kubectl
            .args(arguments)
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap())
            .env("HOME", self.folder())
            .env("KUBECONFIG", &self.kubeconfig);
        Ran::of(kubectl.output().unwrap())
    }

    /// What kubectl prints, which has to succeed.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let ran = self.kubectl(arguments);
        assert_eq!(ran.status, Some(0), "kubectl {arguments:?}: {}", ran.stderr);
        ran.stdout
    }

    /// Writes an object for kubectl to read; returns its path.
    fn file(&self, object: &Value) -> String {
        let path = self.folder().join("object.json");
        fs::write(&path, object.to_string()).unwrap();
        path.display().to_string()
    }

    /// It goes with the server.
    fn folder(&self) -> &Path {
        self.kubeconfig.parent().unwrap()
    }
}

fn namespace(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
}
