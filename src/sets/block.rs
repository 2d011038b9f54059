//! One ipBlock: a prefix less some prefixes within it.

use std::net::IpAddr;

use ipnet::IpNet;

/// The addresses of `cidr` that are in none of `except`, all of one family (S32, S33).
///
/// Canonical: network addresses, every except strictly inside the cidr (V29), sorted, none inside
/// another. Neighbours are not merged, since people search for the prefix that they wrote. It is
/// never empty.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    cidr: IpNet,
    except: Vec<IpNet>,
}

impl Block {
    /// `cidr` less those of `except` that touch it; `None` when nothing is left.
    pub fn new(cidr: IpNet, except: impl IntoIterator<Item = IpNet>) -> Option<Block> {
        let cidr = cidr.trunc();
        let mut inside = Vec::new();
        for prefix in except.into_iter().map(|prefix| prefix.trunc()) {
            if prefix.contains(&cidr) {
                return None;
            }
            if cidr.contains(&prefix) {
                inside.push(prefix);
            }
        }
        // A prefix sorts before those inside it, and they come right after it.
        inside.sort_unstable_by_key(|prefix| (prefix.network(), prefix.prefix_len()));
        inside.dedup_by(|later, kept| kept.contains(&*later));
        (!fills(cidr, &inside)).then_some(Block {
            cidr,
            except: inside,
        })
    }

    /// The prefix that the block is cut from.
    pub const fn cidr(&self) -> IpNet {
        self.cidr
    }

    /// What is cut out: sorted, strictly inside the cidr, none inside another.
    pub fn except(&self) -> &[IpNet] {
        &self.except
    }

    /// Whether this address is in the block. An address of the other family never is (S33).
    pub fn contains(&self, address: IpAddr) -> bool {
        self.cidr.contains(&address) && !self.except.iter().any(|hole| hole.contains(&address))
    }

    /// The addresses in both.
    pub fn and(&self, other: &Block) -> Option<Block> {
        let inner = if other.cidr.contains(&self.cidr) {
            self.cidr
        } else if self.cidr.contains(&other.cidr) {
            other.cidr
        } else {
            return None;
        };
        Block::new(inner, self.except.iter().chain(&other.except).copied())
    }

    /// Whether an address is in both.
    pub fn meets(&self, other: &Block) -> bool {
        self.and(other).is_some()
    }

    /// The addresses in this block that are not in the other: disjoint blocks, first what is
    /// outside the other's cidr, then what is inside one of its excepts.
    pub fn minus(&self, other: &Block) -> Vec<Block> {
        let outside = Block::new(self.cidr, self.except.iter().copied().chain([other.cidr]));
        let holes = other.except.iter().filter_map(|&hole| {
            let inner = if hole.contains(&self.cidr) {
                self.cidr
            } else {
                hole
            };
            let touches = self.cidr.contains(&inner);
            if touches {
                Block::new(inner, self.except.iter().copied())
            } else {
                None
            }
        });
        outside.into_iter().chain(holes).collect()
    }
}

/// Whether disjoint prefixes strictly inside `cidr` leave nothing of it.
fn fills(cidr: IpNet, inside: &[IpNet]) -> bool {
    // In units of 2^-128 of the cidr. They are disjoint, so their sum passes 2^128 - 1 only when
    // they fill all of it.
    let size = |prefix: &IpNet| {
        let depth = prefix.prefix_len().saturating_sub(cidr.prefix_len());
        1_u128
            .checked_shl(128 - u32::from(depth))
            .unwrap_or(u128::MAX)
    };
    inside
        .iter()
        .map(size)
        .try_fold(0_u128, u128::checked_add)
        .is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nets(texts: &[&str]) -> Vec<IpNet> {
        texts
            .iter()
            .map(|text| text.parse().expect("a prefix"))
            .collect()
    }

    fn block(cidr: &str, except: &[&str]) -> Option<Block> {
        Block::new(cidr.parse().expect("a prefix"), nets(except))
    }

    #[test]
    fn what_fills_the_cidr_leaves_nothing() {
        assert_eq!(block("10.0.0.0/8", &["10.0.0.0/8"]), None);
        assert_eq!(block("10.0.0.0/8", &["0.0.0.0/0"]), None);
        assert_eq!(block("0.0.0.0/0", &["0.0.0.0/1", "128.0.0.0/1"]), None);
        assert_eq!(block("::/0", &["::/1", "8000::/1"]), None);
        assert_eq!(block("::/127", &["::/128", "::1/128"]), None);
        assert!(block("::/0", &["::/1", "8000::/2", "c000::/128"]).is_some());
    }

    #[test]
    fn excepts_are_canonical_but_not_merged() {
        let some = block(
            "10.0.0.0/8",
            &["10.2.0.0/16", "10.0.0.0/9", "10.128.7.9/32", "::/1"],
        );
        let some = some.expect("not all is cut out");
        assert_eq!(some.except(), nets(&["10.0.0.0/9", "10.128.7.9/32"]));
        let two = block("10.0.0.0/8", &["10.0.0.0/10", "10.64.0.0/10"]).expect("half is left");
        assert_eq!(two.except().len(), 2);
    }

    #[test]
    fn an_except_of_the_other_block_comes_back() {
        let all = block("0.0.0.0/0", &["10.1.0.0/16"]).expect("a block");
        let other = block("10.0.0.0/8", &["10.1.0.0/16", "10.2.0.0/16"]).expect("a block");
        let outside = block("0.0.0.0/0", &["10.0.0.0/8"]).expect("a block");
        let inside = block("10.2.0.0/16", &[]).expect("a block");
        assert_eq!(all.minus(&other), vec![outside, inside]);
    }
}
