//! The addresses of ipBlocks, ready to match.

use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::IPBlock;

/// A set of addresses: disjoint sorted ranges within one family each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AddressRanges(Vec<Range>);

/// First and last address, of one family, with what tells the families apart (S33).
pub(super) type Range = (Key, Key);

/// An address: whether it is IPv6, and its number.
type Key = (bool, u128);

impl AddressRanges {
    /// All addresses of all these ranges.
    pub(super) fn new(mut ranges: Vec<Range>) -> AddressRanges {
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        AddressRanges(merged)
    }

    pub(super) fn ranges(&self) -> &[Range] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let wanted = key(address);
        let after = self.0.partition_point(|(first, _)| *first <= wanted);
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        before.is_some_and(|(_, last)| wanted <= *last)
    }
}

/// The addresses of one block: in its `cidr` and in none of its `except` (S32). None where the API
/// server would refuse a part of it (V29, V33).
pub(super) fn ranges_of(block: &IPBlock) -> Vec<Range> {
    let Some(cidr) = network(&block.cidr) else {
        return Vec::new();
    };
    let mut holes = Vec::new();
    for written in block.except.iter().flatten() {
        match network(written) {
            Some(hole) if cidr.contains(&hole) && hole.prefix_len() > cidr.prefix_len() => {
                holes.push(range(&hole));
            }
            _ => return Vec::new(),
        }
    }
    holes.sort_unstable();
    let (mut next, end) = range(&cidr);
    let mut left = Vec::new();
    for (first, last) in holes {
        if next < first {
            left.push((next, (first.0, first.1.saturating_sub(1))));
        }
        if last >= end {
            return left;
        }
        next = next.max((last.0, last.1.saturating_add(1)));
    }
    left.push((next, end));
    left
}

/// The network that a CIDR stands for; `None` also for IPv4-mapped ones (V33).
fn network(written: &str) -> Option<IpNet> {
    let network = written.parse::<IpNet>().ok()?.trunc();
    let mapped = match network {
        IpNet::V4(_) => false,
        IpNet::V6(v6) => v6.prefix_len() >= 96 && v6.network().to_ipv4_mapped().is_some(),
    };
    (!mapped).then_some(network)
}

fn range(network: &IpNet) -> Range {
    (key(network.network()), key(network.broadcast()))
}

fn key(address: IpAddr) -> Key {
    match address {
        IpAddr::V4(v4) => (false, u128::from(u32::from(v4))),
        IpAddr::V6(v6) => (true, u128::from(v6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(cidr: &str, except: &[&str]) -> AddressRanges {
        AddressRanges::new(ranges_of(&IPBlock {
            cidr: cidr.to_owned(),
            except: Some(except.iter().map(|one| (*one).to_owned()).collect()),
        }))
    }

    fn held(ranges: &AddressRanges, addresses: &[&str]) -> Vec<bool> {
        let parsed = addresses.iter().map(|one| one.parse().unwrap());
        parsed.map(|address| ranges.contains(address)).collect()
    }

    #[test]
    fn excepts_are_cut_out_even_at_the_edges() {
        let ranges = block(
            "10.0.0.0/24",
            &[
                "10.0.0.0/32",
                "10.0.0.128/25",
                "10.0.0.192/26",
                "10.0.0.9/32",
            ],
        );
        let asked = [
            "9.255.255.255",
            "10.0.0.0",
            "10.0.0.1",
            "10.0.0.8",
            "10.0.0.9",
            "10.0.0.10",
        ];
        assert_eq!(
            held(&ranges, &asked),
            [false, false, true, true, false, true]
        );
        let asked = ["10.0.0.127", "10.0.0.128", "10.0.0.255", "10.0.1.0"];
        assert_eq!(held(&ranges, &asked), [true, false, false, false]);
        assert!(block("0.0.0.0/0", &["0.0.0.0/1", "128.0.0.0/1"]).is_empty());
    }

    #[test]
    fn a_family_never_holds_the_other() {
        let all = block("0.0.0.0/0", &[]);
        assert_eq!(
            held(&all, &["0.0.0.0", "255.255.255.255", "::", "::1"]),
            [true, true, false, false]
        );
        let all = block("::/0", &["ffff::/16"]);
        assert_eq!(
            held(&all, &["0.0.0.1", "::", "fffe::1", "ffff::1"]),
            [false, true, true, false]
        );
    }

    #[test]
    fn unions_of_overlapping_blocks() {
        let mut ranges = block("10.0.0.0/8", &["10.1.0.0/16"]).ranges().to_vec();
        ranges.extend(block("10.1.2.0/24", &[]).ranges());
        let both = AddressRanges::new(ranges);
        assert_eq!(
            held(&both, &["10.1.1.1", "10.1.2.3", "10.2.0.0"]),
            [false, true, true]
        );
    }

    #[test]
    fn what_the_server_refuses_matches_nothing() {
        for (cidr, except) in [
            ("10.0.0.0", None),
            ("10.0.0.0/33", None),
            ("", None),
            ("::ffff:10.0.0.0/104", None),
            ("10.0.0.0/8", Some("11.0.0.0/16")),
            ("10.0.0.0/8", Some("10.0.0.0/8")),
            ("10.0.0.0/8", Some("::/1")),
            ("10.0.0.0/8", Some("ten")),
        ] {
            assert!(block(cidr, &Vec::from_iter(except)).is_empty(), "{cidr}");
        }
        let with_host_bits = block("10.0.0.5/8", &[]);
        assert_eq!(
            held(&with_host_bits, &["10.9.9.9", "11.0.0.0"]),
            [true, false]
        );
    }
}
