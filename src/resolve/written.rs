//! Members in the author's words, for messages.

use crate::format;
use crate::resolve::members::Member;
use crate::resolve::resolver::{Places, Resolver};
use crate::resolve::value;
use crate::syntax::ast::{PeerExpr, StatementKind};

impl<'a> Resolver<'a> {
    /// A member as the text writes it: of a group its member, not the name of the group.
    pub(super) fn written(&mut self, member: Member) -> String {
        let places = self.places.take().unwrap_or_else(|| self.all_places());
        let span = member.within.unwrap_or(member.span);
        let written = places.get(&span).map(|expr| format::peer_expr(expr));
        self.places = Some(places);
        value::shown(&written.unwrap_or_default())
    }

    fn all_places(&self) -> Places<'a> {
        let mut places = Places::default();
        for file in self.program.reach(self.root).iter() {
            for statement in self.statements_of(*file) {
                let exprs: Vec<&PeerExpr> = match &statement.kind {
                    StatementKind::Rule(rule) => {
                        let targets = rule.targets.iter().map(|target| &target.peer);
                        rule.sources.iter().chain(targets).collect()
                    }
                    StatementKind::Group(group) => group.members.iter().collect(),
                    StatementKind::Service(service) => vec![&service.peer],
                    _ => Vec::new(),
                };
                for expr in exprs {
                    places.insert(expr.span, expr);
                    if expr.except.is_empty() {
                        places.insert(expr.peer.span, expr);
                    }
                }
            }
        }
        places
    }
}
