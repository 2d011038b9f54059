//! ConfigMaps, and who refers to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::init::directory::{Identity, identity};
use crate::k8s::inventory::Workload;
use crate::k8s::references::{ConfigMap, Container, Item, Projection, References, Text, Volume};
use crate::k8s::references::{Mount, Referrer, VariableValue};

/// The ConfigMaps of some manifests.
pub(super) struct Configs<'r> {
    by_name: BTreeMap<&'r str, BTreeMap<&'r str, Data<'r>>>,
    /// For each the workloads that refer to it.
    referrers: BTreeMap<&'r str, BTreeMap<&'r str, BTreeSet<Identity<'r>>>>,
}

/// The texts of a ConfigMap, by their keys.
type Data<'r> = BTreeMap<&'r str, &'r Text>;

impl<'r> Configs<'r> {
    /// The ConfigMaps; of two of one name the first. `referrers` are what workloads are.
    pub(super) fn new(
        references: &'r References,
        referrers: &[(&'r Workload, &'r Referrer)],
    ) -> Self {
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
            let texts = data.iter().map(|(key, text)| (key.as_str(), text));
            let known = configs.by_name.entry(namespace).or_default();
            known.entry(name).or_insert_with(|| texts.collect());
        }
        for (workload, referrer) in referrers {
            let known = configs.referrers.entry(&referrer.namespace).or_default();
            for name in names(referrer) {
                known.entry(name).or_default().insert(identity(workload));
            }
        }
        configs
    }

    /// What is in a ConfigMap.
    pub(super) fn data(
        &self,
        namespace: &str,
        name: &str,
    ) -> impl Iterator<Item = (&'r str, &'r Text)> {
        let data = self.known(namespace, name);
        data.into_iter().flatten().map(|(key, text)| (*key, *text))
    }

    /// The value of a key.
    pub(super) fn value(&self, namespace: &str, name: &str, key: &str) -> Option<&'r Text> {
        self.known(namespace, name)?.get(key).copied()
    }

    fn known(&self, namespace: &str, name: &str) -> Option<&Data<'r>> {
        self.by_name.get(namespace)?.get(name)
    }

    /// Whether several workloads refer to a ConfigMap.
    pub(super) fn is_shared(&self, namespace: &str, name: &str) -> bool {
        let referrers = self
            .referrers
            .get(namespace)
            .and_then(|names| names.get(name));
        referrers.is_some_and(|referrers| referrers.len() > 1)
    }

    /// The keys that are files for the containers of some pods, each with its ConfigMap.
    pub(super) fn files(&self, referrer: &'r Referrer) -> BTreeSet<(&'r str, &'r str)> {
        let mut files = BTreeSet::new();
        for (mount, projection) in mounted(referrer) {
            let name = projection.config_map.as_str();
            if let Some(items) = &projection.items {
                let seen = items.iter().filter(|item| is_seen(mount, &item.path));
                files.extend(seen.map(|Item { key, .. }| (name, key.as_str())));
            } else {
                let keys = self.data(&referrer.namespace, name);
                let seen = keys.filter(|(key, _)| is_seen(mount, key));
                files.extend(seen.map(|(key, _)| (name, key)));
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
