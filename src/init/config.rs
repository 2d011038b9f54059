//! ConfigMaps, and who refers to them.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::k8s::references::{ConfigMap, Container, Item, Projection, References, Text, Volume};
use crate::k8s::references::{Mount, Referrer, VariableValue};

/// The ConfigMaps of some manifests.
pub(super) struct Configs<'r> {
    by_name: BTreeMap<(&'r str, &'r str), &'r [(SmolStr, Text)]>,
    /// For each the workloads that refer to it, by their place in the inventory.
    referrers: BTreeMap<(&'r str, &'r str), BTreeSet<usize>>,
}

impl<'r> Configs<'r> {
    /// The ConfigMaps; of two of one name the first. `referrers` are what workloads are.
    pub(super) fn new(references: &'r References, referrers: &[(usize, &'r Referrer)]) -> Self {
        let mut configs = Self {
            by_name: BTreeMap::new(),
            referrers: BTreeMap::new(),
        };
        for config_map in &references.config_maps {
            let ConfigMap {
                namespace,
                name,
                data,
            } = config_map;
            let key = (namespace.as_str(), name.as_str());
            configs.by_name.entry(key).or_insert(data);
        }
        for (workload, referrer) in referrers {
            for name in names(referrer) {
                let key = (referrer.namespace.as_str(), name);
                configs.referrers.entry(key).or_default().insert(*workload);
            }
        }
        configs
    }

    /// What is in a ConfigMap.
    pub(super) fn data(&self, namespace: &str, name: &str) -> &'r [(SmolStr, Text)] {
        self.by_name
            .get(&(namespace, name))
            .copied()
            .unwrap_or_default()
    }

    /// The value of a key.
    pub(super) fn value(&self, namespace: &str, name: &str, key: &str) -> Option<&'r Text> {
        let mut data = self.data(namespace, name).iter();
        data.find(|(known, _)| known == key).map(|(_, text)| text)
    }

    /// Whether several workloads refer to a ConfigMap.
    pub(super) fn is_shared(&self, namespace: &str, name: &str) -> bool {
        let referrers = self.referrers.get(&(namespace, name));
        referrers.is_some_and(|referrers| referrers.len() > 1)
    }

    /// The keys that are files for the containers of some pods, each with its ConfigMap.
    pub(super) fn files(&self, referrer: &'r Referrer) -> BTreeSet<(&'r str, &'r str)> {
        let mut files = BTreeSet::new();
        for (mount, projection) in mounted(referrer) {
            let name = projection.config_map.as_str();
            match &projection.items {
                Some(items) => {
                    let seen = items.iter().filter(|item| is_seen(mount, &item.path));
                    files.extend(seen.map(|Item { key, .. }| (name, key.as_str())));
                }
                None => {
                    let keys = self.data(&referrer.namespace, name).iter();
                    let seen = keys.filter(|(key, _)| is_seen(mount, key));
                    files.extend(seen.map(|(key, _)| (name, key.as_str())));
                }
            }
        }
        files
    }
}

/// The ConfigMaps that containers see as files.
fn mounted(referrer: &Referrer) -> impl Iterator<Item = (&Mount, &Projection)> {
    let mounts = referrer.containers.iter().flat_map(|one| &one.mounts);
    mounts.flat_map(|mount| {
        let volumes = referrer.volumes.iter();
        let volumes = volumes.filter(|volume| volume.name == mount.volume);
        let projections = volumes.flat_map(|Volume { projections, .. }| projections);
        projections.map(move |projection| (mount, projection))
    })
}

/// Whether a file of a volume is in the part of it that is mounted.
fn is_seen(mount: &Mount, path: &str) -> bool {
    let part = mount.sub_path.trim_matches('/');
    let rest = path.strip_prefix(part);
    part.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The names of the ConfigMaps that pods refer to.
fn names(referrer: &Referrer) -> BTreeSet<&str> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for Container { env, env_from, .. } in &referrer.containers {
        names.extend(env_from.iter().map(|from| from.config_map.as_str()));
        names.extend(env.iter().filter_map(|variable| match &variable.value {
            VariableValue::Key { config_map, .. } => Some(config_map.as_str()),
            _ => None,
        }));
    }
    names.extend(mounted(referrer).map(|(_, projection)| projection.config_map.as_str()));
    names
}
