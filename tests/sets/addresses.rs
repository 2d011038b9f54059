//! `Block` and `Addresses` against the addresses at the borders of their prefixes.

use std::net::IpAddr;

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::{prop_assert, prop_assert_eq, proptest};

use netpolc::sets::{Addresses, Block};

use crate::universe::{Written, borders, config, in_prefix, prefix, written};

fn all_borders(blocks: &[&Written]) -> Vec<IpAddr> {
    borders(
        blocks
            .iter()
            .flat_map(|block| block.except.iter().chain([&block.cidr])),
    )
}

fn canonical(block: &Block) -> bool {
    let except = block.except();
    block.cidr() == block.cidr().trunc()
        && except.is_sorted()
        && except.iter().enumerate().all(|(at, hole)| {
            let nested = except
                .iter()
                .enumerate()
                .any(|(other, outer)| other != at && outer.contains(hole));
            !nested && *hole == hole.trunc() && block.cidr().contains(hole) && *hole != block.cidr()
        })
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn blocks_agree_with_addresses(left in written(), right in written()) {
        let borders = all_borders(&[&left, &right]);
        let (a, b) = (left.build(), right.build());
        prop_assert_eq!(a.is_none(), left.addresses().is_empty());
        prop_assert_eq!(a.is_none(), !borders.iter().any(|address| left.holds(*address)));
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert!(canonical(&a));
            let (and, minus) = (a.and(&b), a.minus(&b));
            prop_assert!(and.iter().chain(&minus).all(canonical));
            for &address in &borders {
                let (in_a, in_b) = (left.holds(address), right.holds(address));
                prop_assert_eq!(a.contains(address), in_a);
                let shared = and.as_ref().is_some_and(|block| block.contains(address));
                prop_assert_eq!(shared, in_a && in_b);
                let pieces = minus.iter().filter(|block| block.contains(address)).count();
                prop_assert_eq!(pieces, usize::from(in_a && !in_b));
            }
            prop_assert_eq!(a.meets(&b), left.addresses().meets(&right.addresses()));
            let together = Addresses::union_all(&minus.iter().map(Addresses::from_block).collect::<Vec<_>>());
            prop_assert_eq!(together, left.addresses().minus(&right.addresses()));
        }
    }

    #[test]
    fn addresses_agree_with_prefixes(
        left in vec(prefix(), 0..4),
        right in vec(prefix(), 0..4),
    ) {
        let set = |prefixes: &[IpNet]| Addresses::from_prefixes(prefixes.iter().copied());
        let (a, b) = (set(&left), set(&right));
        let (or, and, minus) = (a.union(&b), a.and(&b), a.minus(&b));
        let (mut both, mut sticks_out, mut differ) = (false, false, false);
        for &address in &borders(left.iter().chain(&right)) {
            let in_a = left.iter().any(|prefix| in_prefix(*prefix, address));
            let in_b = right.iter().any(|prefix| in_prefix(*prefix, address));
            prop_assert_eq!(a.contains(address), in_a);
            prop_assert_eq!(or.contains(address), in_a || in_b);
            prop_assert_eq!(and.contains(address), in_a && in_b);
            prop_assert_eq!(minus.contains(address), in_a && !in_b);
            both |= in_a && in_b;
            sticks_out |= in_a && !in_b;
            differ |= in_a != in_b;
        }
        prop_assert_eq!(a.is_empty(), left.is_empty());
        prop_assert_eq!(a.meets(&b), both);
        prop_assert_eq!(and.is_empty(), !both);
        prop_assert_eq!(a.is_subset(&b), !sticks_out);
        prop_assert_eq!(minus.is_empty(), !sticks_out);
        prop_assert_eq!(a == b, !differ);
        prop_assert_eq!(minus.union(&and), a.clone());
        prop_assert_eq!(Addresses::union_all([&a, &b]), or);
        match minus.witness() {
            None => prop_assert!(!sticks_out),
            Some(address) => prop_assert!(a.contains(address) && !b.contains(address)),
        }
    }

    #[test]
    fn prefixes_are_the_set_and_as_few_as_can_be(all in vec(prefix(), 0..6)) {
        let set = Addresses::from_prefixes(all);
        let prefixes = set.prefixes();
        prop_assert_eq!(Addresses::from_prefixes(prefixes.iter().copied()), set);
        prop_assert_eq!(IpNet::aggregate(&prefixes).len(), prefixes.len());
    }
}
