//! Work on all cores, with the same result as on one.

use std::num::NonZero;
use std::panic;
use std::thread;

/// How many items are worth a thread of their own.
const WORTHWHILE: usize = 2_000;

/// `items.iter().map(f).collect()`, large slices in as many pieces as there are cores.
pub fn map<T: Sync, U: Send>(items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let pieces = cores.min(items.len() / WORTHWHILE);
    if pieces < 2 {
        return items.iter().map(f).collect();
    }
    let f = &f;
    thread::scope(|scope| {
        let start = |piece| scope.spawn(move || -> Vec<U> { <[T]>::iter(piece).map(f).collect() });
        let threads: Vec<_> = items
            .chunks(items.len().div_ceil(pieces))
            .map(start)
            .collect();
        let mut results = Vec::with_capacity(items.len());
        for thread in threads {
            results.extend(
                thread
                    .join()
                    .unwrap_or_else(|bug| panic::resume_unwind(bug)),
            );
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept() {
        for count in [0, 1, WORTHWHILE, 5 * WORTHWHILE + 7] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), expected);
        }
    }
}
