//! What an `except` takes away, found by what it meets.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::model::Part;
use crate::sets::{Block, PodsIndex};

/// The parts that the excepts of a peer take away, each with the number of the except.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// `any` is among them.
    pub(super) everything: bool,
    /// The pods.
    pub(super) pods: PodsIndex<usize>,
    /// The addresses.
    pub(super) blocks: Blocks,
}

/// Blocks by their prefix.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    by_prefix: BTreeMap<IpNet, Vec<(Block, usize)>>,
}

impl FromIterator<(Part, usize)> for Taken {
    fn from_iter<I: IntoIterator<Item = (Part, usize)>>(parts: I) -> Self {
        let mut taken = Self::default();
        for (part, number) in parts {
            match part {
                Part::Any => taken.everything = true,
                Part::Pods(pods) => taken.pods.insert(pods, number),
                Part::Block(block) => taken.blocks.insert(block, number),
            }
        }
        taken
    }
}

impl Blocks {
    fn insert(&mut self, block: Block, number: usize) {
        let known = self.by_prefix.entry(block.cidr()).or_default();
        let numbered = (block, number);
        if !known.contains(&numbered) {
            known.push(numbered);
        }
    }

    /// The blocks whose prefix holds that of `block`, or lies in it: no others can meet it.
    pub(super) fn meeting(&self, block: &Block) -> impl Iterator<Item = &(Block, usize)> {
        let cidr = block.cidr();
        let around = std::iter::successors(cidr.supernet(), IpNet::supernet);
        let around = around.filter_map(|prefix| self.by_prefix.get(&prefix));
        // A prefix sorts before those inside it, and they come right after it.
        let inside = self
            .by_prefix
            .range(cidr..)
            .take_while(move |(prefix, _)| cidr.contains(*prefix));
        around.chain(inside.map(|(_, blocks)| blocks)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_around_and_inside_and_nowhere_else() {
        let block = |prefix: &str| Block::new(prefix.parse().unwrap(), []).unwrap();
        let all = [
            "0.0.0.0/0",
            "10.0.0.0/8",
            "10.1.0.0/16",
            "10.1.0.0/24",
            "10.1.255.255/32",
            "10.2.0.0/16",
            "::/0",
        ];
        let taken: Taken = all.iter().map(|one| (Part::Block(block(one)), 0)).collect();
        let met = |prefix: &str| {
            let asked = block(prefix);
            let mut met: Vec<Block> = taken
                .blocks
                .meeting(&asked)
                .map(|(block, _)| block.clone())
                .collect();
            met.sort();
            met
        };
        for asked in all.into_iter().chain(["10.1.0.0/17", "11.0.0.0/8"]) {
            let asked_block = block(asked);
            let mut meeting: Vec<Block> = all.iter().map(|one| block(one)).collect();
            meeting.retain(|one| one.meets(&asked_block));
            meeting.sort();
            assert_eq!(met(asked), meeting, "{asked}");
        }
    }
}
