//! A file of YAML as it is kept, with the objects that a server should have of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use k8s_openapi::serde::Deserialize;
use serde_json::{Value, json};

use crate::oracles::server::cluster::UNNAMED;

/// A namespace, and a name in it.
pub(crate) type Id = (String, String);

pub(crate) struct Golden {
    pub(crate) path: String,
    /// Each with the namespace that it goes to.
    pub(crate) objects: BTreeMap<Id, Value>,
}

impl Golden {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut objects = BTreeMap::new();
        for document in serde_yaml::Deserializer::from_str(&text) {
            let mut object = Value::deserialize(document).unwrap();
            let metadata = object["metadata"].as_object_mut().unwrap();
            metadata.entry("namespace").or_insert(json!(UNNAMED));
            let twice = objects.insert(id(&object), object);
            assert!(twice.is_none(), "{}: {twice:?}", path.display());
        }
        Self {
            path: path.display().to_string(),
            objects,
        }
    }

    pub(crate) fn namespaces(&self) -> BTreeSet<&str> {
        self.objects
            .keys()
            .map(|(namespace, _)| namespace.as_str())
            .collect()
    }
}

pub(crate) fn id(object: &Value) -> Id {
    let word = |name: &str| object["metadata"][name].as_str().unwrap().to_owned();
    (word("namespace"), word("name"))
}
