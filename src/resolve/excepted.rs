//! What the excepts of a peer do to its members.
//!
//! A peer may be read in several namespaces, so it is noted each time, and judged once all of the file
//! is resolved.

use std::collections::BTreeMap;

use crate::resolve::members::Member;
use crate::source::Span;
use crate::syntax::ast::PeerExpr;

/// What the excepts of one peer did, wherever it was read.
#[derive(Debug)]
pub(super) struct Excepted {
    /// The peer.
    pub(super) expr: PeerExpr,
    /// For each of the excepts whether it took something away.
    pub(super) took: Vec<bool>,
    /// The members of which nothing was left in any namespace, by their places.
    pub(super) emptied: BTreeMap<Span, Emptied>,
}

/// A member of which nothing was left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Emptied {
    /// The member.
    pub(super) member: Member,
    /// The excepts that took something from it.
    pub(super) by: Span,
}

/// What the excepts did to one member.
#[derive(Debug)]
pub(super) struct Loss {
    /// The member.
    pub(super) member: Member,
    /// The excepts that took something from the member, by number; maybe more than once.
    pub(super) took: Vec<usize>,
    /// Whether nothing is left of it.
    pub(super) emptied: bool,
}

impl Excepted {
    /// What the excepts of a peer did where it was read for the first time.
    pub(super) fn new(expr: &PeerExpr, losses: &[Loss]) -> Self {
        let mut noted = Self {
            expr: expr.clone(),
            took: vec![false; expr.except.len()],
            emptied: emptied(expr, losses),
        };
        noted.add(losses);
        noted
    }

    /// Adds what they did where it was read again.
    pub(super) fn again(&mut self, losses: &[Loss]) {
        let emptied = emptied(&self.expr, losses);
        self.emptied.retain(|place, _| emptied.contains_key(place));
        self.add(losses);
    }

    fn add(&mut self, losses: &[Loss]) {
        for number in losses.iter().flat_map(|loss| &loss.took) {
            if let Some(took) = self.took.get_mut(*number) {
                *took = true;
            }
        }
    }
}

/// The members that lost everything, where there are others.
fn emptied(expr: &PeerExpr, losses: &[Loss]) -> BTreeMap<Span, Emptied> {
    let mut places: BTreeMap<Span, Option<Emptied>> = BTreeMap::new();
    for loss in losses {
        let by = loss.took.iter().filter_map(|at| expr.except.get(*at));
        let by = by.map(|peer| peer.span).reduce(Span::to);
        let emptied = by.filter(|_| loss.emptied);
        let emptied = emptied.map(|by| Emptied {
            member: loss.member,
            by,
        });
        // A member that is read in several namespaces lost everything if it did so in each.
        let place = loss.member.within.unwrap_or(loss.member.span);
        let known = places.entry(place).or_insert(emptied);
        *known = known.and(emptied);
    }
    if places.len() < 2 {
        return BTreeMap::new();
    }
    let emptied = places.into_iter();
    let emptied = emptied.filter_map(|(place, emptied)| Some((place, emptied?)));
    emptied.collect()
}
