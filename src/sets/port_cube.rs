//! A product of port numbers and requirements on port names.

use smol_str::SmolStr;

use crate::sets::numbers::Numbers;
use crate::sets::protocol::Protocol;

/// The ports of one protocol with one of some numbers, whose pod gives them some names and does
/// not give them some others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortCube {
    pub(super) protocol: Protocol,
    /// Sorted by name, each name once: whether the port must have it or must not.
    pub(super) names: Vec<(SmolStr, bool)>,
    pub(super) numbers: Numbers,
}

impl PortCube {
    /// The protocol of all its ports.
    pub const fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// The names that its ports must have (`true`) and must not have (`false`), sorted by name.
    pub fn names(&self) -> &[(SmolStr, bool)] {
        &self.names
    }

    /// The numbers that its ports may have.
    pub const fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Whether all its ports are in the other.
    pub(super) fn is_within(&self, other: &PortCube) -> bool {
        self.protocol == other.protocol
            && self.asks_all_of(other)
            && self.numbers.is_subset(&other.numbers)
    }

    /// Whether it asks of the names all that the other does, and maybe more.
    pub(super) fn asks_all_of(&self, other: &PortCube) -> bool {
        other.names.len() <= self.names.len()
            && other
                .names
                .iter()
                .all(|literal| self.names.binary_search(literal).is_ok())
    }

    pub(super) fn meets(&self, other: &PortCube) -> bool {
        self.protocol == other.protocol
            && self.numbers.meets(&other.numbers)
            && self
                .names
                .iter()
                .all(|(name, has)| other.asks(name).is_none_or(|own| own == *has))
    }

    pub(super) fn and(&self, other: &PortCube) -> Option<PortCube> {
        if !self.meets(other) {
            return None;
        }
        let mut names = self.names.clone();
        names.extend(other.names.iter().cloned());
        names.sort_unstable();
        names.dedup();
        let numbers = self.numbers.and(&other.numbers);
        Some(PortCube {
            protocol: self.protocol,
            names,
            numbers,
        })
    }

    /// Disjoint cubes: one of the numbers that the other lacks, and one for each of its names.
    pub(super) fn minus(&self, other: &PortCube) -> Vec<PortCube> {
        if !self.meets(other) {
            return vec![self.clone()];
        }
        let outside = PortCube {
            numbers: self.numbers.minus(&other.numbers),
            ..self.clone()
        };
        let mut inside = PortCube {
            numbers: self.numbers.and(&other.numbers),
            ..self.clone()
        };
        let mut pieces = vec![outside];
        for (name, has) in &other.names {
            if self.asks(name).is_none() {
                pieces.push(inside.clone().asking(name, !has));
                inside = inside.asking(name, *has);
            }
        }
        pieces.retain(|piece| !piece.numbers.is_empty());
        pieces
    }

    fn asks(&self, name: &str) -> Option<bool> {
        let place = self
            .names
            .binary_search_by(|(own, _)| own.as_str().cmp(name));
        place
            .ok()
            .and_then(|at| self.names.get(at))
            .map(|(_, has)| *has)
    }

    fn asking(mut self, name: &SmolStr, has: bool) -> PortCube {
        let place = self.names.partition_point(|(own, _)| own < name);
        self.names.insert(place, (name.clone(), has));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(names: &[(&str, bool)], low: u16, high: u16) -> PortCube {
        PortCube {
            protocol: Protocol::Tcp,
            names: names
                .iter()
                .map(|(name, has)| (SmolStr::new(name), *has))
                .collect(),
            numbers: Numbers::span(low, high),
        }
    }

    #[test]
    fn the_pieces_of_a_difference_do_not_meet() {
        let pieces = cube(&[("c", true)], 1, 9).minus(&cube(&[("a", true), ("b", false)], 5, 7));
        let expected = [
            PortCube {
                numbers: Numbers::span(1, 4).union(&Numbers::span(8, 9)),
                ..cube(&[("c", true)], 1, 9)
            },
            cube(&[("a", false), ("c", true)], 5, 7),
            cube(&[("a", true), ("b", true), ("c", true)], 5, 7),
        ];
        assert_eq!(pieces, expected);
    }
}
