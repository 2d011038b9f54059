//! Statements.

use pest::iterators::{Pair, Pairs};

use crate::syntax::ast::{
    Action, Group, Isolate, Name, Network, Peer, PeerExpr, PeerKind, Rule as AstRule, Service,
    StatementKind, Workload,
};
use crate::syntax::build::name::name;
use crate::syntax::build::peer::{peer_expr, peers, target, targets};
use crate::syntax::build::port::direction;
use crate::syntax::build::selector::selector;
use crate::syntax::build::{Place, inner};
use crate::syntax::grammar::Rule;

/// The statement that a pair of one of the `…_statement` rules is.
pub(super) fn kind(at: Place, pair: Pair<'_, Rule>) -> Option<StatementKind> {
    let rule = pair.as_rule();
    let mut parts = pair.into_inner();
    let keyword = parts.next()?;
    Some(match rule {
        Rule::use_statement => StatementKind::Use(name(at, parts.next()?)),
        Rule::manifests_statement => StatementKind::Manifests(name(at, parts.next()?)),
        Rule::namespace_statement => StatementKind::Namespace(names(at, parts)),
        Rule::label_statement => StatementKind::Label(name(at, parts.next()?)),
        Rule::prefix_statement => StatementKind::Prefix(name(at, parts.next()?)),
        Rule::workload_statement => workload(at, parts)?,
        Rule::network_statement => StatementKind::Network(Network {
            name: name(at, parts.next()?),
            members: parts
                .filter(|pair| pair.as_rule() == Rule::network_member)
                .map(|pair| peer_expr(at, pair))
                .collect::<Option<_>>()?,
        }),
        Rule::service_statement => {
            let name = name(at, parts.next()?);
            let behind = parts.find(|pair| pair.as_rule() == Rule::service_target)?;
            let behind = target(at, behind)?;
            StatementKind::Service(Box::new(Service {
                name,
                peer: behind.peer,
                ports: behind.ports?,
            }))
        }
        Rule::group_statement => StatementKind::Group(Group {
            name: name(at, parts.next()?),
            members: peers(at, parts.find(|pair| pair.as_rule() == Rule::peers)?)?,
        }),
        Rule::allow_statement => self::rule(at, Action::Allow, false, parts)?,
        Rule::deny_statement => self::rule(at, Action::Deny, false, parts)?,
        Rule::expect_statement => {
            let action = match parts.next()?.as_rule() {
                Rule::ALLOW => Action::Allow,
                _ => Action::Deny,
            };
            self::rule(at, action, true, parts)?
        }
        Rule::isolate_statement => isolate(at, parts)?,
        Rule::default_statement => default_deny(at, &keyword, parts)?,
        _ => return None,
    })
}

fn names(at: Place, parts: Pairs<'_, Rule>) -> Vec<Name> {
    parts
        .filter(|pair| matches!(pair.as_rule(), Rule::plain_name | Rule::declared))
        .map(|pair| name(at, pair))
        .collect()
}

fn workload(at: Place, parts: Pairs<'_, Rule>) -> Option<StatementKind> {
    let Some(pods) = parts
        .clone()
        .find(|pair| pair.as_rule() == Rule::workload_pods)
    else {
        return Some(StatementKind::Workloads(names(at, parts)));
    };
    let mut namespace = None;
    let mut pod_selector = None;
    for pair in pods.into_inner() {
        match pair.as_rule() {
            Rule::plain_name => namespace = Some(name(at, pair)),
            Rule::selector => pod_selector = Some(selector(at, pair)?),
            _ => {}
        }
    }
    Some(StatementKind::Workload(Workload {
        name: names(at, parts).into_iter().next()?,
        namespace,
        selector: pod_selector?,
    }))
}

fn rule(
    at: Place,
    action: Action,
    expect: bool,
    mut parts: Pairs<'_, Rule>,
) -> Option<StatementKind> {
    let sources = peers(at, parts.next()?)?;
    let arrow = parts.next()?;
    if arrow.as_rule() != Rule::ARROW {
        return None;
    }
    let targets = targets(at, parts.next()?)?;
    let because = match parts.next() {
        Some(pair) if pair.as_rule() == Rule::because => {
            Some(name(at, inner(pair, Rule::because)?.nth(1)?))
        }
        _ => None,
    };
    Some(StatementKind::Rule(AstRule {
        action,
        expect,
        sources,
        targets,
        because,
    }))
}

fn isolate(at: Place, mut parts: Pairs<'_, Rule>) -> Option<StatementKind> {
    let subjects = peers(at, parts.next()?)?;
    Some(StatementKind::Isolate(Isolate {
        default_deny: false,
        subjects,
        direction: parts
            .find(|pair| pair.as_rule() == Rule::DIRECTION)
            .map(|pair| direction(&pair)),
    }))
}

/// `default deny` isolates `*`, which stands at the place of `deny`.
fn default_deny(
    at: Place,
    keyword: &Pair<'_, Rule>,
    mut parts: Pairs<'_, Rule>,
) -> Option<StatementKind> {
    let deny = parts.next()?;
    if keyword.as_rule() != Rule::DEFAULT || deny.as_rule() != Rule::DENY {
        return None;
    }
    let span = at.span(&deny);
    let all = PeerExpr {
        span,
        peer: Peer {
            span,
            kind: PeerKind::All,
        },
        except: Vec::new(),
    };
    Some(StatementKind::Isolate(Isolate {
        default_deny: true,
        subjects: vec![all],
        direction: parts
            .find(|pair| pair.as_rule() == Rule::DIRECTION)
            .map(|pair| direction(&pair)),
    }))
}
