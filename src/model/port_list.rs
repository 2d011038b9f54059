//! The ports of a target, in the form that objects can say.

use smol_str::SmolStr;

use crate::sets::Protocol;

/// A list of ports: its number in [`Model::ports`](crate::model::Model::ports).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortListId(pub u32);

/// The ports of a target: sorted, without entries that another covers. An empty list is all ports of
/// all protocols (S12).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortList {
    entries: Vec<PortEntry>,
}

/// One entry: some ports of one protocol.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortEntry {
    /// Which ports.
    pub ports: PortMatch,
    /// Of this protocol.
    pub protocol: Protocol,
}

/// Ports of the destination pod (S21..S24).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortMatch {
    /// From the first to the last, both included; one port where they are equal.
    Range(u16, u16),
    /// Those that the pod gives this name.
    Name(SmolStr),
    /// All of the protocol.
    All,
}

impl PortList {
    /// All ports of all protocols.
    pub fn all() -> Self {
        Self::default()
    }

    /// The canonical list of `entries`, at least one.
    pub fn new(mut entries: Vec<PortEntry>) -> Self {
        entries.sort();
        entries.dedup();
        let covers = |one: &PortEntry, other: &PortEntry| one != other && one.covers(other);
        let kept = entries
            .iter()
            .filter(|entry| !entries.iter().any(|one| covers(one, entry)));
        Self {
            entries: kept.cloned().collect(),
        }
    }

    /// The entries; none means all ports.
    pub fn entries(&self) -> &[PortEntry] {
        &self.entries
    }

    /// Its first port that is asked for by name.
    pub fn first_name(&self) -> Option<&SmolStr> {
        self.entries.iter().find_map(|entry| match &entry.ports {
            PortMatch::Name(name) => Some(name),
            _ => None,
        })
    }
}

impl PortEntry {
    /// Whether every port of `other` is one of these, whatever pods call it.
    fn covers(&self, other: &PortEntry) -> bool {
        self.protocol == other.protocol
            && match (&self.ports, &other.ports) {
                (PortMatch::All, _) => true,
                (PortMatch::Range(1, u16::MAX), PortMatch::Name(_) | PortMatch::Range(..)) => true,
                (PortMatch::Range(low, high), PortMatch::Range(from, to)) => {
                    low <= from && to <= high
                }
                (one, other) => one == other,
            }
    }
}
