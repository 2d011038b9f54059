//! Which pods are isolated, in which direction: causes (a), (b) and (c) of `docs/semantics.md`, and
//! the facts of used files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::model::{Model, NamespaceId, Ownership, Part, PartId, PeerId, Rule, StatementId};
use crate::sets::{Direction, Selector, SelectorIndex, maximal};

/// Pods of owned namespaces, once asked for.
type Known = OnceLock<Box<[(NamespaceId, Selector)]>>;

/// The isolated pods of each owned namespace in each direction.
#[derive(Debug, Default)]
pub struct Isolated {
    ends: BTreeMap<(NamespaceId, Direction), SelectorIndex<()>>,
    statements: BTreeMap<(NamespaceId, Direction, Selector), BTreeSet<StatementId>>,
    /// What each part of a peer is as an end: for ingress, and for egress.
    of_parts: Vec<[Known; 2]>,
}

/// A part that is none of the model's.
static NO_PART: [Known; 2] = [OnceLock::new(), OnceLock::new()];

impl Isolated {
    /// What the file's statements and the facts that it knows isolate, reduced to the selectors that no
    /// other contains.
    pub fn of(model: &Model) -> Self {
        let mut own: BTreeMap<(NamespaceId, Direction), Vec<Selector>> = BTreeMap::new();
        let mut written: BTreeMap<(NamespaceId, Direction, Selector), BTreeSet<StatementId>> =
            BTreeMap::new();
        for isolation in &model.isolations {
            let (namespace, direction) = (isolation.namespace, isolation.direction);
            own.entry((namespace, direction))
                .or_default()
                .push(isolation.pods.clone());
            let key = (namespace, direction, isolation.pods.clone());
            written.entry(key).or_default().insert(isolation.statement);
        }
        for (namespace, direction, part) in allowed_ends(model) {
            if let Part::Pods(pods) = model.part(part) {
                own.entry((namespace, direction))
                    .or_default()
                    .push(pods.labels.clone());
            }
        }
        let mut ends: BTreeMap<(NamespaceId, Direction), Vec<Selector>> = BTreeMap::new();
        let mut statements = BTreeMap::new();
        for (end, selectors) in own {
            let reduced = maximal(selectors);
            for selector in &reduced {
                let key = (end.0, end.1, selector.clone());
                if let Some(causes) = written.remove(&key) {
                    statements.insert(key, causes);
                }
            }
            ends.insert(end, reduced);
        }
        for fact in &model.facts {
            ends.entry((fact.namespace, fact.direction))
                .or_default()
                .push(fact.pods.clone());
        }
        let ends = ends.into_iter().map(|(end, selectors)| {
            let mut index = SelectorIndex::default();
            for selector in maximal(selectors) {
                index.insert(selector, ());
            }
            (end, index)
        });
        Self {
            ends: ends.collect(),
            statements,
            of_parts: model.parts().map(|_| Default::default()).collect(),
        }
    }

    /// The isolated selectors of an end, none within another; `None` where nothing is isolated.
    pub fn selectors(
        &self,
        namespace: NamespaceId,
        direction: Direction,
    ) -> Option<&SelectorIndex<()>> {
        self.ends.get(&(namespace, direction))
    }

    /// What a part of a peer stands for as an end of the file: its pods in every owned namespace, as far
    /// as they are isolated, in selectors none of which lies within another of its namespace. `model` is
    /// the one that this was made of; what was asked once is kept.
    pub fn ends(
        &self,
        model: &Model,
        part: PartId,
        direction: Direction,
    ) -> &[(NamespaceId, Selector)] {
        let [ingress, egress] = self.of_parts.get(part.0 as usize).unwrap_or(&NO_PART);
        let known = match direction {
            Direction::Ingress => ingress,
            Direction::Egress => egress,
        };
        known.get_or_init(|| self.find_ends(model, part, direction).into())
    }

    fn find_ends(
        &self,
        model: &Model,
        part: PartId,
        direction: Direction,
    ) -> Vec<(NamespaceId, Selector)> {
        let owned = match model.ownership(part) {
            Ownership::Owned(id) => id.0..id.0 + 1,
            Ownership::Shared => 0..u32::try_from(model.namespaces.len()).unwrap_or(u32::MAX),
            Ownership::Restricted | Ownership::Foreign => 0..0,
        };
        let mut ends = Vec::new();
        for id in owned {
            let own = model.namespaces.get(id as usize);
            let pods = own.and_then(|own| model.part(part).labels_in(own));
            let isolated = pods.map(|pods| self.within(NamespaceId(id), direction, pods));
            ends.extend(
                isolated
                    .into_iter()
                    .flatten()
                    .map(|pods| (NamespaceId(id), pods)),
            );
        }
        ends
    }

    /// Exactly the isolated part of some pods.
    fn within(
        &self,
        namespace: NamespaceId,
        direction: Direction,
        pods: Selector,
    ) -> Vec<Selector> {
        let Some(isolated) = self.selectors(namespace, direction) else {
            return Vec::new();
        };
        if isolated.covering(&pods).next().is_some() {
            return vec![pods];
        }
        maximal(
            isolated
                .meeting(&pods)
                .map(|(selector, ())| selector.and(&pods)),
        )
    }

    /// What the file's own `isolate` and `default deny` have to write: subjects with their statements.
    /// Those that lie within another isolation of the file are left out.
    pub fn statements(
        &self,
    ) -> impl Iterator<Item = (NamespaceId, Direction, &Selector, &BTreeSet<StatementId>)> {
        self.statements
            .iter()
            .map(|((namespace, direction, selector), causes)| {
                (*namespace, *direction, selector, causes)
            })
    }
}

/// The ends that the `allow`s of a file isolate, each once.
fn allowed_ends(model: &Model) -> Vec<(NamespaceId, Direction, PartId)> {
    let mut ends = Vec::new();
    for allow in &model.allows {
        isolates(model, allow, &mut ends);
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Adds the ends that an `allow` isolates: (b) its owned targets without `:egress`; (c) its owned
/// sources, where a target without `:ingress` is not owned, or says `:egress`.
pub fn isolates(model: &Model, allow: &Rule, ends: &mut Vec<(NamespaceId, Direction, PartId)>) {
    let mut isolates_sources = false;
    for target in &allow.targets {
        let owned = owned_parts(model, target.peer);
        let explicit = target.direction == Some(Direction::Egress);
        isolates_sources |= explicit || (target.direction.is_none() && owned.is_none());
        if target.admits(Direction::Ingress) {
            let owned = owned.into_iter().flatten();
            ends.extend(owned.map(|(part, namespace)| (namespace, Direction::Ingress, part)));
        }
    }
    if isolates_sources {
        for source in &allow.sources {
            let owned = owned_parts(model, *source).into_iter().flatten();
            ends.extend(owned.map(|(part, namespace)| (namespace, Direction::Egress, part)));
        }
    }
}

/// The parts of a peer that is owned, with their namespaces. One that reaches beyond is not owned,
/// although an `except` may have left a part of it that is: `*/* except [tier=batch]`.
fn owned_parts(
    model: &Model,
    peer: PeerId,
) -> Option<impl Iterator<Item = (PartId, NamespaceId)> + '_> {
    let parts = &model.peer(peer).parts;
    let owned = |part: &PartId| match model.ownership(*part) {
        Ownership::Owned(namespace) => Some((*part, namespace)),
        _ => None,
    };
    let all = parts.iter().all(|part| owned(part).is_some());
    all.then(|| parts.iter().filter_map(owned))
}
