//! The ports of a target, in the form that objects can say.

use smol_str::SmolStr;

use crate::sets::{Ports, Protocol};

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
        if entries.len() < 2 {
            return Self { entries };
        }
        entries.sort();
        entries.dedup();
        let covered = covered(&entries);
        let mut covered = covered.into_iter();
        entries.retain(|_| !covered.next().unwrap_or(false));
        Self { entries }
    }

    /// The entries; none means all ports.
    pub fn entries(&self) -> &[PortEntry] {
        &self.entries
    }

    /// The ports as a set.
    pub fn set(&self) -> Ports {
        if self.entries.is_empty() {
            return Ports::all();
        }
        let sets: Vec<Ports> = self.entries.iter().map(PortEntry::set).collect();
        Ports::union_all(&sets)
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
    /// The ports as a set.
    fn set(&self) -> Ports {
        match &self.ports {
            PortMatch::Range(low, high) => Ports::numbers(self.protocol, *low, *high),
            PortMatch::Name(name) => Ports::named(self.protocol, name.clone()),
            PortMatch::All => Ports::numbers(self.protocol, 1, u16::MAX),
        }
    }
}

/// For each of the sorted entries whether another covers it, whatever pods call their ports.
fn covered(entries: &[PortEntry]) -> Vec<bool> {
    let mut covered = vec![false; entries.len()];
    for protocol in Protocol::ALL {
        let of = |entry: &PortEntry| entry.protocol == protocol;
        let all = entries
            .iter()
            .any(|entry| of(entry) && entry.ports == PortMatch::All);
        let numbers = entries
            .iter()
            .any(|entry| of(entry) && entry.ports == PortMatch::Range(1, u16::MAX));
        // Ranges are sorted by their first port, of those with the same one the longest comes last:
        // seen from the end of such a run, each is covered when one before it reaches as far.
        let mut reach = 0;
        let runs =
            entries.chunk_by(|one, other| first(one) == first(other) && first(one).is_some());
        let mut at = 0;
        for run in runs {
            let mut longest = reach;
            for (offset, entry) in run.iter().enumerate().rev() {
                if !of(entry) {
                    continue;
                }
                let is_covered = match &entry.ports {
                    PortMatch::All => false,
                    PortMatch::Name(_) => all || numbers,
                    PortMatch::Range(_, high) => {
                        let within = all || *high <= longest;
                        longest = longest.max(*high);
                        within
                    }
                };
                if let Some(place) = covered.get_mut(at + offset) {
                    *place = is_covered;
                }
            }
            reach = longest;
            at += run.len();
        }
    }
    covered
}

/// The first port of a range.
fn first(entry: &PortEntry) -> Option<u16> {
    match entry.ports {
        PortMatch::Range(low, _) => Some(low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ranges: &[(u16, u16)]) -> Vec<(u16, u16)> {
        let entries = ranges.iter().map(|(low, high)| PortEntry {
            ports: PortMatch::Range(*low, *high),
            protocol: Protocol::Tcp,
        });
        let list = PortList::new(entries.collect());
        let ranges = list.entries().iter().filter_map(|entry| match entry.ports {
            PortMatch::Range(low, high) => Some((low, high)),
            _ => None,
        });
        ranges.collect()
    }

    #[test]
    fn covered_entries_are_dropped_and_neighbours_are_kept() {
        assert_eq!(list(&[(80, 80), (81, 81)]), [(80, 80), (81, 81)]);
        assert_eq!(
            list(&[(1, 100), (80, 80), (1, 50), (100, 101)]),
            [(1, 100), (100, 101)]
        );
        assert_eq!(list(&[(5, 5), (5, 9), (5, 7), (6, 9)]), [(5, 9)]);
    }

    #[test]
    fn a_protocol_covers_its_own_ports_only() {
        let entry = |ports, protocol| PortEntry { ports, protocol };
        let http = || PortMatch::Name("http".into());
        let entries = vec![
            entry(PortMatch::All, Protocol::Udp),
            entry(http(), Protocol::Udp),
            entry(http(), Protocol::Tcp),
            entry(PortMatch::Range(53, 53), Protocol::Udp),
        ];
        let kept = PortList::new(entries);
        assert_eq!(
            kept.entries(),
            [
                entry(http(), Protocol::Tcp),
                entry(PortMatch::All, Protocol::Udp)
            ]
        );
    }
}
