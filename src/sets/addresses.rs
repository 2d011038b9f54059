//! Sets of addresses of both families.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

use crate::sets::block::Block;
use crate::sets::ranges::{Point, Ranges};

/// A set of addresses, IPv4 and IPv6. Equal sets compare equal.
///
/// The families are apart (S33): an IPv4 address is not also its IPv4-mapped IPv6 address.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Addresses {
    v4: Ranges<u32>,
    v6: Ranges<u128>,
}

impl Addresses {
    /// No address.
    pub const fn none() -> Addresses {
        Addresses {
            v4: Ranges::none(),
            v6: Ranges::none(),
        }
    }

    /// Every address of both families.
    pub fn all() -> Addresses {
        Addresses {
            v4: Ranges::from_spans(vec![(u32::FIRST, u32::LAST)]),
            v6: Ranges::from_spans(vec![(u128::FIRST, u128::LAST)]),
        }
    }

    /// The addresses of these prefixes.
    pub fn from_prefixes(prefixes: impl IntoIterator<Item = IpNet>) -> Addresses {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for prefix in prefixes {
            match prefix {
                IpNet::V4(net) => v4.push((net.network().to_bits(), net.broadcast().to_bits())),
                IpNet::V6(net) => v6.push((net.network().to_bits(), net.broadcast().to_bits())),
            }
        }
        Addresses {
            v4: Ranges::from_spans(v4),
            v6: Ranges::from_spans(v6),
        }
    }

    /// The addresses of one ipBlock (S32).
    pub fn from_block(block: &Block) -> Addresses {
        Addresses::from_prefixes([block.cidr()])
            .minus(&Addresses::from_prefixes(block.except().iter().copied()))
    }

    /// Whether there is no address in the set.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether this address is in the set.
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(address.to_bits()),
            IpAddr::V6(address) => self.v6.contains(address.to_bits()),
        }
    }

    /// The addresses in one of them at least.
    pub fn union(&self, other: &Addresses) -> Addresses {
        Addresses {
            v4: self.v4.union(&other.v4),
            v6: self.v6.union(&other.v6),
        }
    }

    /// The addresses in one of these sets at least.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Addresses>) -> Addresses {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for addresses in sets {
            v4.extend_from_slice(addresses.v4.spans());
            v6.extend_from_slice(addresses.v6.spans());
        }
        Addresses {
            v4: Ranges::from_spans(v4),
            v6: Ranges::from_spans(v6),
        }
    }

    /// The addresses in both.
    pub fn and(&self, other: &Addresses) -> Addresses {
        Addresses {
            v4: self.v4.and(&other.v4),
            v6: self.v6.and(&other.v6),
        }
    }

    /// The addresses in this set that are not in the other.
    pub fn minus(&self, other: &Addresses) -> Addresses {
        Addresses {
            v4: self.v4.minus(&other.v4),
            v6: self.v6.minus(&other.v6),
        }
    }

    /// Whether all addresses in this set are in the other.
    pub fn is_subset(&self, other: &Addresses) -> bool {
        self.v4.is_subset(&other.v4) && self.v6.is_subset(&other.v6)
    }

    /// Whether an address is in both.
    pub fn meets(&self, other: &Addresses) -> bool {
        self.v4.meets(&other.v4) || self.v6.meets(&other.v6)
    }

    /// The fewest prefixes that make up the set, IPv4 first, in the order of their addresses.
    pub fn prefixes(&self) -> Vec<IpNet> {
        let v4 = self.v4.spans().iter().flat_map(|&(low, high)| {
            Ipv4Subnets::new(Ipv4Addr::from_bits(low), Ipv4Addr::from_bits(high), 0)
        });
        let v6 = self.v6.spans().iter().flat_map(|&(low, high)| {
            Ipv6Subnets::new(Ipv6Addr::from_bits(low), Ipv6Addr::from_bits(high), 0)
        });
        v4.map(IpNet::V4).chain(v6.map(IpNet::V6)).collect()
    }

    /// One address of the set, IPv4 if it has one.
    pub fn witness(&self) -> Option<IpAddr> {
        let v4 = pick(&self.v4).map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
        v4.or_else(|| pick(&self.v6).map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))))
    }
}

/// The second point of the first range, or its only one: people take the first address of a
/// network for the network.
fn pick<T: Point>(ranges: &Ranges<T>) -> Option<T> {
    let &(low, high) = ranges.spans().first()?;
    Some(low.next().filter(|next| *next <= high).unwrap_or(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_are_apart() {
        let v4 = Addresses::from_prefixes(["0.0.0.0/0".parse().expect("a prefix")]);
        assert!(v4.contains("203.0.113.9".parse().expect("an address")));
        assert!(!v4.contains("::ffff:203.0.113.9".parse().expect("an address")));
        assert_eq!(Addresses::all().minus(&v4).prefixes().len(), 1);
        assert_eq!(Addresses::all().prefixes().len(), 2);
    }
}
