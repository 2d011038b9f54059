//! Random choices that a seed decides, or bytes: the same on every machine and in every version.

use std::collections::VecDeque;

/// A stream of numbers: the bytes that are given, then splitmix64.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    given: VecDeque<u8>,
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            given: VecDeque::new(),
            state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d),
        }
    }

    /// Each byte makes one choice, and a seed all that follow: one byte changed is one choice changed.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self {
            given: bytes.iter().copied().collect(),
            ..Self::new(0)
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if let Some(byte) = self.given.pop_front() {
            // Each number has an equal share of the bytes.
            return usize::from(byte) * end / 256;
        }
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// Some of `from`, at least one, in their order.
    pub(crate) fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let sure = self.below(from.len());
        let mut chosen = Vec::new();
        for (at, one) in from.iter().enumerate() {
            if at == sure || self.chance(35) {
                chosen.push(one.clone());
            }
        }
        chosen
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}
