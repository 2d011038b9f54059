//! The lint of what is excluded to no effect: `except` peers that take nothing away, or all of a
//! member.
//!
//! A peer may be read in several namespaces, so what an `except` does is noted each time and judged
//! once all of the file is resolved. Only the text of the file itself is judged: what another file
//! excludes may have its effect where a third one uses it.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::resolve::members::Member;
use crate::resolve::resolver::Resolver;
use crate::resolve::value;
use crate::source::Span;
use crate::syntax::ast::{Peer, PeerExpr};

/// What the excepts of one peer did, wherever it was read.
#[derive(Debug)]
pub(super) struct Excepted {
    expr: PeerExpr,
    /// For each of the excepts whether it took something away.
    took: Vec<bool>,
    /// The members of which nothing was left in any namespace, by their places.
    emptied: BTreeMap<Span, Emptied>,
}

/// A member of which nothing was left.
#[derive(Clone, Copy, Debug)]
struct Emptied {
    member: Member,
    /// The excepts that took something from it.
    by: Span,
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

impl Resolver<'_> {
    /// Notes what the excepts of a peer did to its members.
    pub(super) fn note_excepts(&mut self, expr: &PeerExpr, losses: &[Loss]) {
        let own = self.program.ast(self.root).map(|ast| ast.file);
        if own != Some(expr.span.file) {
            return;
        }
        let mut emptied = emptied(expr, losses);
        if let Some(noted) = self.excepts.get(&expr.span) {
            emptied.retain(|place, _| noted.emptied.contains_key(place));
        }
        let noted = self.excepts.entry(expr.span).or_insert_with(|| Excepted {
            expr: expr.clone(),
            took: vec![false; expr.except.len()],
            emptied: BTreeMap::new(),
        });
        noted.emptied = emptied;
        for number in losses.iter().flat_map(|loss| &loss.took) {
            if let Some(took) = noted.took.get_mut(*number) {
                *took = true;
            }
        }
    }

    /// Says which excepts did nothing, and which did too much.
    pub(super) fn judge_excepts(&mut self) {
        for noted in std::mem::take(&mut self.excepts).into_values() {
            let base = written(&noted.expr.peer);
            let idle = noted.expr.except.iter().zip(&noted.took);
            for (peer, _) in idle.filter(|(_, took)| !**took) {
                let diagnostic = takes_nothing(peer, &noted.expr.peer, &base);
                self.diagnostics.push(diagnostic);
            }
            for (place, emptied) in noted.emptied {
                let member = self.written(emptied.member);
                let message = format!("nothing is left of `{member}`, a member of `{base}`");
                let code = &codes::EXCEPT_REMOVES_NOTHING;
                self.diagnostics.push(
                    Diagnostic::new(code, emptied.by, message)
                        .also(place, "this member")
                        .help("exclude less, or name the other members instead of the group"),
                );
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

fn takes_nothing(peer: &Peer, from: &Peer, base: &str) -> Diagnostic {
    let message = format!("`{}` takes nothing from `{base}`", written(peer));
    Diagnostic::new(&codes::EXCEPT_REMOVES_NOTHING, peer.span, message)
        .also(from.span, "nothing is in both")
        .help("exclude something that it has, or leave the `except` out")
}

fn written(peer: &Peer) -> String {
    value::shown(&format::peer_expr(&PeerExpr {
        span: peer.span,
        peer: peer.clone(),
        except: Vec::new(),
    }))
}
