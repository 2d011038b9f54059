//! The ports of a rule, ready to match.

use k8s_openapi::api::networking::v1::NetworkPolicyPort;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::choices::{Choice, Choices};
use super::interner::Interner;
use super::pod_facts::NamedPort;
use super::protocol::Protocol;

/// A set of ports: numbers of each protocol, and names that the target resolves (S24).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ports {
    /// Disjoint and sorted, of [`point`]s.
    ranges: Vec<(u32, u32)>,
    /// Sorted.
    names: Vec<(usize, Protocol)>,
}

/// The port that a connection is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct AskedPort<'a> {
    pub(super) protocol: Protocol,
    pub(super) number: u16,
    /// The named ports of the target; none for an address, which no name can match (S26).
    pub(super) named: &'a [NamedPort],
    pub(super) choices: Choices,
}

impl Ports {
    /// The ports of a rule's list: an empty one is every port of every protocol (S12).
    pub(super) fn compile(list: &[NetworkPolicyPort], words: &mut Interner) -> Ports {
        let mut ports = Ports::default();
        if list.is_empty() {
            ports.ranges.push((0, point(Protocol::Sctp, u16::MAX)));
        }
        for entry in list {
            ports.add(entry, words);
        }
        ports.tidy();
        ports
    }

    /// All ports of all these.
    pub(super) fn union<'a>(all: impl IntoIterator<Item = &'a Ports>) -> Ports {
        let mut union = Ports::default();
        for ports in all {
            union.ranges.extend(&ports.ranges);
            union.names.extend(&ports.names);
        }
        union.tidy();
        union
    }

    pub(super) fn contains(&self, asked: &AskedPort<'_>) -> bool {
        let wanted = point(asked.protocol, asked.number);
        let after = self.ranges.partition_point(|(first, _)| *first <= wanted);
        let before = after.checked_sub(1).and_then(|at| self.ranges.get(at));
        before.is_some_and(|(_, last)| wanted <= *last)
            || (!self.names.is_empty() && self.names_one_of(asked))
    }

    fn names_one_of(&self, asked: &AskedPort<'_>) -> bool {
        asked.named.iter().any(|port| {
            port.number == asked.number
                && port.protocol == asked.protocol
                && (!port.of_init || asked.choices.has(Choice::InitPortsCount))
                && (!port.repeated || !asked.choices.has(Choice::FirstPortOnly))
                && self
                    .names
                    .binary_search(&(port.name, port.protocol))
                    .is_ok()
        })
    }

    /// Adds what one entry says (S21, S22, S24); an invalid one says nothing (V25..V28).
    fn add(&mut self, entry: &NetworkPolicyPort, words: &mut Interner) {
        let Some(protocol) = Protocol::of_field(entry.protocol.as_deref()) else {
            return;
        };
        match (&entry.port, entry.end_port) {
            (None, None) => self.add_range(protocol, 0, u16::MAX),
            (Some(IntOrString::String(name)), None) => self.names.push((words.id(name), protocol)),
            (Some(IntOrString::Int(first)), last) => {
                let number = |written: i32| u16::try_from(written).ok().filter(|port| *port > 0);
                let ends = (number(*first), number(last.unwrap_or(*first)));
                if let (Some(first), Some(last)) = ends
                    && first <= last
                {
                    self.add_range(protocol, first, last);
                }
            }
            (None | Some(IntOrString::String(_)), Some(_)) => {}
        }
    }

    fn add_range(&mut self, protocol: Protocol, first: u16, last: u16) {
        self.ranges
            .push((point(protocol, first), point(protocol, last)));
    }

    fn tidy(&mut self) {
        self.names.sort_unstable();
        self.names.dedup();
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (first, last) in self.ranges.drain(..) {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
    }
}

/// A protocol and a number as one number, so that ranges of all protocols are one sorted list.
const fn point(protocol: Protocol, number: u16) -> u32 {
    ((protocol as u32) << 16) | number as u32
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The ports of a list, by protocol, among 1, 79, 80, 81, 90, 91 and 65535.
    fn numbers(list: Value) -> Vec<(Protocol, u16)> {
        let list: Vec<NetworkPolicyPort> = serde_json::from_value(list).unwrap();
        let ports = Ports::compile(&list, &mut Interner::default());
        let mut found = Vec::new();
        for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Sctp] {
            for number in [1, 79, 80, 81, 90, 91, 65535] {
                let asked = AskedPort {
                    protocol,
                    number,
                    named: &[],
                    choices: Choices::default(),
                };
                if ports.contains(&asked) {
                    found.push((protocol, number));
                }
            }
        }
        found
    }

    #[test]
    fn absent_is_not_empty() {
        assert_eq!(numbers(json!([])).len(), 21);
        let tcp = numbers(json!([{}]));
        assert_eq!(tcp.len(), 7);
        assert!(tcp.iter().all(|(protocol, _)| *protocol == Protocol::Tcp));
        let udp = numbers(json!([{"protocol": "UDP"}]));
        assert_eq!(udp.len(), 7);
        assert!(udp.iter().all(|(protocol, _)| *protocol == Protocol::Udp));
    }

    #[test]
    fn ranges_include_both_ends() {
        use Protocol::{Sctp, Tcp};
        let range = numbers(json!([{"port": 80, "endPort": 90}]));
        assert_eq!(range, [(Tcp, 80), (Tcp, 81), (Tcp, 90)]);
        assert_eq!(numbers(json!([{"port": 80, "endPort": 80}])), [(Tcp, 80)]);
        let two =
            json!([{"port": 91, "protocol": "SCTP"}, {"port": 65535}, {"port": 1, "endPort": 79}]);
        assert_eq!(
            numbers(two),
            [(Tcp, 1), (Tcp, 79), (Tcp, 65535), (Sctp, 91)]
        );
    }

    #[test]
    fn what_the_server_refuses_matches_nothing() {
        for entry in [
            json!({"protocol": "tcp"}),
            json!({"protocol": "", "port": 80}),
            json!({"port": 0}),
            json!({"port": -1}),
            json!({"port": 65616}),
            json!({"port": 90, "endPort": 80}),
            json!({"port": 80, "endPort": 65536}),
            json!({"endPort": 80}),
            json!({"port": "web", "endPort": 80}),
        ] {
            assert_eq!(numbers(json!([entry])), []);
        }
    }
}
