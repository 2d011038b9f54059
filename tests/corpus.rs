//! Real manifests, where they are at hand: `$NETPOLC_CORPUS`, else `../shared/corpus`.
//!
//! Their policies are written as they were read, and programs about their workloads compile to
//! selectors of exactly their labels.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::serde::Deserialize;
use netpolc::emit;
use netpolc::k8s::Policy;
use serde_yaml::Value;

use crate::support::compile::{compile, short};
use crate::support::golden::{files, root};
use crate::support::skip::skipped;

/// The corpus; `None`, said aloud, where there is none. In CI there has to be one.
pub(crate) fn corpus() -> Option<PathBuf> {
    let given = env::var_os("NETPOLC_CORPUS").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root().join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    skipped("real manifests, since the corpus is not here");
    None
}

/// All documents of the corpus that are YAML, with the file that they stand in. Some are templates,
/// or excerpts of documentation, and no YAML by themselves.
fn documents(folder: &str) -> Option<Vec<(String, Value)>> {
    let folder = corpus()?.join(folder);
    let mut found = Vec::new();
    for path in files(&folder, ".yaml") {
        let text = fs::read_to_string(&path).unwrap();
        for document in serde_yaml::Deserializer::from_str(&text) {
            let Ok(value) = Value::deserialize(document) else {
                break;
            };
            found.push((path.display().to_string(), value));
        }
    }
    Some(found)
}

#[test]
fn real_policies_are_written_as_they_were_read() {
    let Some(documents) = documents("netpol") else {
        return;
    };
    let mut count = 0;
    for (path, value) in documents {
        if value.get("kind").and_then(Value::as_str) != Some("NetworkPolicy") {
            continue;
        }
        let Ok(object) = serde_yaml::from_value::<NetworkPolicy>(value) else {
            continue;
        };
        count += 1;
        let rules = |len: Option<usize>| vec![Vec::new(); len.unwrap_or(0)];
        let spec = object.spec.clone().unwrap_or_default();
        let policy = Policy {
            ingress: rules(spec.ingress.as_ref().map(Vec::len)),
            egress: rules(spec.egress.as_ref().map(Vec::len)),
            isolated_by: Vec::new(),
            object: Arc::new(object.clone()),
        };
        let mut yaml = String::new();
        emit::yaml("corpus", &[policy], &mut yaml);
        let mut read: NetworkPolicy = serde_yaml::from_str(&yaml).unwrap();
        // Only what the compiler sets is written of the metadata.
        read.metadata = object.metadata.clone();
        assert_eq!(read, object, "{path}\n{yaml}");
    }
    assert!(count > 140, "only {count} policies");
}

#[test]
fn real_workloads_are_selected_by_their_labels() {
    let Some(documents) = documents("apps") else {
        return;
    };
    let mut count = 0;
    for (path, value) in documents {
        let template = value.get("spec").and_then(|spec| spec.get("template"));
        let labels = template.and_then(|template| template.get("metadata")?.get("labels"));
        let Some(labels) = labels.and_then(|labels| serde_yaml::from_value(labels.clone()).ok())
        else {
            continue;
        };
        let labels: BTreeMap<String, String> = labels;
        if labels.is_empty() {
            continue;
        }
        count += 1;
        let requirements: Vec<String> = labels
            .iter()
            .map(|(key, value)| format!("\"{key}\"=\"{value}\""))
            .collect();
        let run = compile(&format!("allow any -> [{}]:8080", requirements.join(", ")));
        assert_eq!(short(&run), "", "{path}");
        let spec = run.units[0].policies[0].object.spec.clone().unwrap();
        let selector = spec.pod_selector.unwrap();
        assert_eq!(selector.match_labels, Some(labels), "{path}");
        assert_eq!(selector.match_expressions, None, "{path}");
    }
    assert!(count > 130, "only {count} workloads");
}
