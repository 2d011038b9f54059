//! From texts to what they tell pods.

use smol_str::SmolStr;

use crate::k8s::inventory::WorkloadKind;
use crate::k8s::manifest::{Object, objects};
use crate::k8s::references::{Backend, ConfigMap, References, Referrer};
use crate::source::FileId;

/// Reads manifests, file by file.
#[derive(Default)]
pub struct Reader {
    references: References,
}

/// What an object is here.
enum Entry {
    Referrer(Box<Referrer>),
    ConfigMap(ConfigMap),
    Backends(Vec<Backend>),
}

impl Reader {
    /// Reads the objects of a text. Those that name no namespace are in `home`, where that is known.
    pub fn add(&mut self, file: FileId, text: &str, home: Option<&SmolStr>) {
        let (entries, _) = objects(file, text, |_, object| Entry::read(object));
        let put = |namespace: &mut SmolStr| {
            if let Some(home) = home.filter(|_| namespace.is_empty()) {
                namespace.clone_from(home);
            }
        };
        for entry in entries {
            match entry {
                Entry::Referrer(mut referrer) => {
                    put(&mut referrer.namespace);
                    self.references.referrers.push(*referrer);
                }
                Entry::ConfigMap(mut config_map) => {
                    put(&mut config_map.namespace);
                    self.references.config_maps.push(config_map);
                }
                Entry::Backends(mut backends) => {
                    let namespaces = backends.iter_mut().map(|one| &mut one.namespace);
                    namespaces.for_each(put);
                    self.references.backends.extend(backends);
                }
            }
        }
    }

    /// All that was read.
    pub fn finish(self) -> References {
        self.references
    }
}

impl Entry {
    fn read(object: &Object<'_>) -> Option<Self> {
        if let Some(kind) = WorkloadKind::of(object.group(), object.kind) {
            return Referrer::read(object, kind).map(|one| Self::Referrer(Box::new(one)));
        }
        match (object.group(), object.kind) {
            ("", "ConfigMap") => ConfigMap::read(object).map(Self::ConfigMap),
            ("networking.k8s.io", "Ingress") => Some(Self::Backends(Backend::read(object))),
            _ => None,
        }
    }
}
