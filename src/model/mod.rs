//! What the author of one file meant, in sets: names are gone, and so are groups and sections.
//!
//! A [`Model`] is what `resolve` makes and `lower` takes. It holds the file's own statements and
//! what `use` brought: facts and promises. It knows neither the text nor Kubernetes objects.

mod intent;
mod isolated;
mod isolation;
mod names;
mod namespace;
mod peer;
mod port_list;
mod private;
mod rule;
pub mod words;
mod written;

use smol_str::SmolStr;

pub use intent::Intent;
pub use isolated::{Isolated, isolates};
pub use isolation::Isolation;
pub use names::{Names, WorkloadNames};
pub use namespace::{Namespace, NamespaceId};
pub use peer::{Ownership, Part, PartId, Peer, PeerId};
pub use port_list::{PortEntry, PortList, PortListId, PortMatch};
pub use private::private;
pub use rule::{Expectation, Rule, StatementId, Target};
pub use written::{WrittenPeer, WrittenTarget};

use crate::sets::{Interner, Selector};
use crate::source::Origin;

/// One file, resolved.
#[derive(Debug, Default)]
pub struct Model {
    /// Put before the names of objects.
    pub prefix: Option<SmolStr>,
    /// The namespaces that the file owns, sorted; never empty.
    pub namespaces: Vec<Namespace>,
    /// The names that workloads were declared by.
    pub names: Names,
    /// The label key of the convention: `app`, unless `label` says otherwise.
    pub label: SmolStr,
    /// The statements that anything below comes from.
    pub statements: Vec<Origin>,
    /// The parts of peers.
    parts: Interner<Part>,
    /// How each part stands to the owned namespaces.
    ownership: Vec<Ownership>,
    /// The peers of rules.
    pub peers: Interner<Peer>,
    /// The port lists of rules.
    pub ports: Interner<PortList>,
    /// The file's `allow`s.
    pub allows: Vec<Rule>,
    /// The file's `isolate`s and `default deny`s.
    pub isolations: Vec<Isolation>,
    /// The `isolate`s and `default deny`s of used files, as far as they concern owned namespaces.
    pub facts: Vec<Isolation>,
    /// The `deny`s of the file and of those that it uses.
    pub promises: Vec<Rule>,
    /// The file's `expect`s.
    pub expectations: Vec<Expectation>,
}

impl Model {
    /// Stores a part. The namespaces have to be known by now.
    pub fn add_part(&mut self, part: Part) -> PartId {
        let id = self.parts.intern(part);
        if id as usize == self.ownership.len() {
            self.ownership
                .push(self.parts.get(id).ownership(&self.namespaces));
        }
        PartId(id)
    }

    /// The parts, and their ids.
    pub fn part_interner(&self) -> &Interner<Part> {
        &self.parts
    }

    /// All parts, in the order of their ids.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = &Part> {
        self.parts.values()
    }

    /// How a part stands to the owned namespaces.
    pub fn ownership(&self, id: PartId) -> Ownership {
        let known = self.ownership.get(id.0 as usize);
        known.copied().unwrap_or(Ownership::Foreign)
    }

    /// A part by its id.
    pub fn part(&self, id: PartId) -> &Part {
        self.parts.get(id.0)
    }

    /// Whether the file has neither a namespace nor anything that could isolate pods: its promises are
    /// there for the files that use it.
    pub fn has_promises_alone(&self) -> bool {
        let nameless = self.namespaces.iter().all(|own| own.name().is_none());
        nameless && self.allows.is_empty() && self.isolations.is_empty()
    }

    /// The owned namespace of this name.
    pub fn namespace(&self, name: &str) -> Option<NamespaceId> {
        let sorted = &self.namespaces;
        let at = sorted.binary_search_by(|own| own.key().as_str().cmp(name));
        u32::try_from(at.ok()?).ok().map(NamespaceId)
    }

    /// The bare name that means these pods by the label convention, if one does.
    pub fn conventional<'s>(&self, pods: &'s Selector) -> Option<&'s SmolStr> {
        match pods.requirements() {
            [(key, values)] if *key == self.label => values.only(),
            _ => None,
        }
    }

    /// A peer by its id.
    pub fn peer(&self, id: PeerId) -> &Peer {
        self.peers.get(id.0)
    }

    /// A list of ports by its id.
    pub fn port_list(&self, id: PortListId) -> &PortList {
        self.ports.get(id.0)
    }
}
