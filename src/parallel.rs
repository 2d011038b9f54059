//! Work on all cores, with the same result as on one.

use std::num::NonZero;
use std::panic;
use std::sync::OnceLock;
use std::thread;

/// How many items are worth a thread of their own.
const WORTHWHILE: usize = 2_000;

/// `items.iter().map(f).collect()`, large slices on all cores.
pub fn map<T: Sync, U: Send>(items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let mut results = Vec::with_capacity(items.len());
    let pieces = map_pieces(items, |piece| piece.iter().map(&f).collect::<Vec<U>>());
    results.extend(pieces.into_iter().flatten());
    results
}

/// The results of `f` for consecutive pieces of `items`, in their order: one piece, or where there are
/// many items as many as there are cores.
pub fn map_pieces<T: Sync, U: Send>(items: &[T], f: impl Fn(&[T]) -> U + Sync) -> Vec<U> {
    in_pieces(items, WORTHWHILE, f)
}

/// `items.iter().map(f).collect()`, where each item may be worth a thread: whole files.
pub fn map_each<T: Sync, U: Send>(items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let pieces = in_pieces(items, 1, |piece| piece.iter().map(&f).collect::<Vec<U>>());
    pieces.into_iter().flatten().collect()
}

/// Both results, computed at the same time where there is more than one core.
pub fn join<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if cores() < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().unwrap_or_else(|bug| panic::resume_unwind(bug));
        (one, other)
    })
}

fn in_pieces<T: Sync, U: Send>(
    items: &[T],
    worthwhile: usize,
    f: impl Fn(&[T]) -> U + Sync,
) -> Vec<U> {
    let pieces = cores().min(items.len() / worthwhile);
    if pieces < 2 {
        return vec![f(items)];
    }
    let f = &f;
    let mut pieces = items.chunks(items.len().div_ceil(pieces));
    let first = pieces.next().unwrap_or_default();
    thread::scope(|scope| {
        let threads: Vec<_> = pieces.map(|piece| scope.spawn(move || f(piece))).collect();
        // This thread does its part: a thread of its own would cost more memory.
        let mut results = vec![f(first)];
        let others = threads.into_iter().map(thread::ScopedJoinHandle::join);
        results.extend(others.map(|one| one.unwrap_or_else(|bug| panic::resume_unwind(bug))));
        results
    })
}

/// How many threads run at a time. The system is asked once: it reads files to answer.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
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
            assert_eq!(map_each(&items, |item| item * 2), expected);
        }
        assert_eq!(join(|| 1, || 2), (1, 2));
    }
}
