//! `except-removes-nothing`: peers that are excluded to no effect, or that take all of a member.
//!
//! Only the text of the file itself is judged: what another file excludes may have its effect where a
//! third one uses it.

use std::collections::btree_map::Entry;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::resolve::excepted::{Excepted, Loss};
use crate::resolve::resolver::Resolver;
use crate::resolve::value;
use crate::syntax::ast::{Peer, PeerExpr};

impl Resolver<'_> {
    /// Notes what the excepts of a peer did to its members.
    pub(super) fn note_excepts(&mut self, expr: &PeerExpr, losses: &[Loss]) {
        let own = self.program.ast(self.root).map(|ast| ast.file);
        if own != Some(expr.span.file) {
            return;
        }
        match self.excepts.entry(expr.span) {
            Entry::Occupied(noted) => noted.into_mut().again(losses),
            Entry::Vacant(place) => {
                place.insert(Excepted::new(expr, losses));
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
