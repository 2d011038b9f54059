//! Objects that were written before, for those that are to be written again.

use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use rustc_hash::FxHashMap;

use crate::lower::Extras;
use crate::lower::content::{Content, Group};
use crate::model::{Model, Namespace, NamespaceId, Part, PartId, PortList, PortListId};
use crate::sets::Interner;

/// The objects of a file, by what they say. What says the same is the same object.
#[derive(Debug, Default)]
pub struct Earlier {
    /// What all of them say.
    common: Common,
    namespaces: Vec<Namespace>,
    parts: Interner<Part>,
    ports: Interner<PortList>,
    objects: FxHashMap<Content, Arc<NetworkPolicy>>,
}

/// What every object of a file says: its `prefix`, and what the command line adds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Common {
    prefix: Option<String>,
    labels: Vec<(String, String)>,
    annotations: Vec<(String, String)>,
}

/// Earlier objects, as another model would ask for them.
pub(super) struct Known<'e> {
    earlier: &'e Earlier,
    /// For each number of the other model the one that it had.
    namespaces: Vec<Option<NamespaceId>>,
    parts: Vec<Option<PartId>>,
    ports: Vec<Option<PortListId>>,
}

impl Common {
    fn of(model: &Model, extras: &Extras<'_>) -> Self {
        Self {
            prefix: model.prefix.as_ref().map(ToString::to_string),
            labels: extras.labels.to_vec(),
            annotations: extras.annotations.to_vec(),
        }
    }
}

impl Earlier {
    /// The objects of a model.
    pub(super) fn of<'p>(
        model: &Model,
        extras: &Extras<'_>,
        objects: impl Iterator<Item = (Content, &'p Arc<NetworkPolicy>)>,
    ) -> Self {
        Self {
            common: Common::of(model, extras),
            namespaces: model.namespaces.clone(),
            parts: model.part_interner().clone(),
            ports: model.ports.clone(),
            objects: objects
                .map(|(content, object)| (content, Arc::clone(object)))
                .collect(),
        }
    }

    /// The objects as this model would ask for them; none where all of its objects say something else.
    pub(super) fn known(&self, model: &Model, extras: &Extras<'_>) -> Known<'_> {
        let is_same = self.common == Common::of(model, extras);
        let namespaces = model.namespaces.iter().filter(|_| is_same);
        let namespaces = namespaces.map(|own| {
            let at = self
                .namespaces
                .binary_search_by(|one| one.key().cmp(own.key()));
            let at = at.ok().filter(|at| self.namespaces.get(*at) == Some(own))?;
            u32::try_from(at).ok().map(NamespaceId)
        });
        let parts = model.parts().map(|part| self.parts.find(part).map(PartId));
        let ports = model.ports.values();
        let ports = ports.map(|list| self.ports.find(list).map(PortListId));
        Known {
            earlier: self,
            namespaces: namespaces.collect(),
            parts: parts.collect(),
            ports: ports.collect(),
        }
    }
}

impl Known<'_> {
    /// The object that says this, if there was one.
    pub(super) fn object(&self, content: &Content) -> Option<Arc<NetworkPolicy>> {
        let namespace = self.namespaces.get(content.namespace.0 as usize);
        let groups = |groups: &[Group]| -> Option<Vec<Group>> {
            groups.iter().map(|group| self.group(group)).collect()
        };
        let was = Content {
            namespace: namespace.copied().flatten()?,
            name: content.name.clone(),
            pods: content.pods.clone(),
            directions: content.directions.clone(),
            ingress: groups(&content.ingress)?,
            egress: groups(&content.egress)?,
        };
        self.earlier.objects.get(&was).cloned()
    }

    fn group(&self, group: &Group) -> Option<Group> {
        let part = |part: &PartId| self.parts.get(part.0 as usize).copied().flatten();
        Some(Group {
            ports: self.ports.get(group.ports.0 as usize).copied().flatten()?,
            peers: group.peers.iter().map(part).collect::<Option<_>>()?,
        })
    }
}
