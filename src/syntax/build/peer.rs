//! Peers and targets.

use pest::iterators::Pair;

use crate::syntax::ast::{NamespacePart, Peer, PeerExpr, PeerKind, PodPart, Target};
use crate::syntax::build::name::name;
use crate::syntax::build::port::{direction, ports};
use crate::syntax::build::selector::selector;
use crate::syntax::build::{Place, exact, inner};
use crate::syntax::grammar::Rule;

/// `frontend, worker except legacy`
pub(super) fn peers(at: Place, pair: Pair<'_, Rule>) -> Option<Vec<PeerExpr>> {
    inner(pair, Rule::peers)?
        .filter(|pair| pair.as_rule() == Rule::peer_expr)
        .map(|pair| peer_expr(at, pair))
        .collect::<Option<Vec<_>>>()
        .map(exact)
}

/// `backend:8080, db:egress`
pub(super) fn targets(at: Place, pair: Pair<'_, Rule>) -> Option<Vec<Target>> {
    pair.into_inner()
        .filter(|pair| matches!(pair.as_rule(), Rule::target | Rule::promised_target))
        .map(|pair| target(at, pair))
        .collect::<Option<Vec<_>>>()
        .map(exact)
}

/// `backend:8080:ingress`
pub(super) fn target(at: Place, pair: Pair<'_, Rule>) -> Option<Target> {
    let span = at.span(&pair);
    let mut peer = None;
    let mut target_ports = None;
    let mut target_direction = None;
    for pair in pair.into_inner() {
        match pair.as_rule() {
            Rule::peer_expr => peer = Some(peer_expr(at, pair)?),
            Rule::ports => target_ports = Some(ports(at, pair)?),
            Rule::DIRECTION => target_direction = Some(direction(&pair)),
            _ => {}
        }
    }
    Some(Target {
        span,
        peer: peer?,
        ports: target_ports,
        direction: target_direction,
    })
}

/// `[tier=web] except (legacy, canary)`
pub(super) fn peer_expr(at: Place, pair: Pair<'_, Rule>) -> Option<PeerExpr> {
    let span = at.span(&pair);
    let mut first = None;
    let mut except = Vec::new();
    for pair in pair.into_inner() {
        match pair.as_rule() {
            Rule::peer_list | Rule::network_list => {
                for pair in pair.into_inner() {
                    if matches!(pair.as_rule(), Rule::peer | Rule::network_peer) {
                        except.push(peer(at, pair)?);
                    }
                }
            }
            Rule::peer | Rule::network_peer if first.is_none() => first = Some(peer(at, pair)?),
            Rule::peer | Rule::network_peer => except.push(peer(at, pair)?),
            _ => {}
        }
    }
    Some(PeerExpr {
        span,
        peer: first?,
        except,
    })
}

fn peer(at: Place, pair: Pair<'_, Rule>) -> Option<Peer> {
    let span = at.span(&pair);
    let mut parts = pair.into_inner();
    let first = parts.next()?;
    let kind = match first.as_rule() {
        Rule::ANY_PEER => PeerKind::Any,
        Rule::declared => PeerKind::Name(name(at, first)),
        Rule::address => PeerKind::Address(name(
            at,
            first.into_inner().find(|pair| {
                matches!(
                    pair.as_rule(),
                    Rule::BRACKETED_ADDRESS | Rule::ADDRESS6 | Rule::ADDRESS4
                )
            })?,
        )),
        Rule::place => {
            let place = first.into_inner().next()?;
            match parts.find(|pair| pair.as_rule() == Rule::pods) {
                Some(pods) => {
                    PeerKind::In(namespace_part(at, place)?, pod_part(at, inner_one(pods)?)?)
                }
                None => own(at, place)?,
            }
        }
        _ => return None,
    };
    Some(Peer { span, kind })
}

/// A peer of the section's own namespace.
fn own(at: Place, pair: Pair<'_, Rule>) -> Option<PeerKind> {
    Some(match pair.as_rule() {
        Rule::STAR => PeerKind::All,
        Rule::selector => PeerKind::Selector(selector(at, pair)?),
        _ => PeerKind::Name(name(at, pair)),
    })
}

fn namespace_part(at: Place, pair: Pair<'_, Rule>) -> Option<NamespacePart> {
    Some(match pair.as_rule() {
        Rule::STAR => NamespacePart::All,
        Rule::selector => NamespacePart::Selector(selector(at, pair)?),
        _ => NamespacePart::Name(name(at, pair)),
    })
}

fn pod_part(at: Place, pair: Pair<'_, Rule>) -> Option<PodPart> {
    Some(match pair.as_rule() {
        Rule::STAR => PodPart::All,
        Rule::selector => PodPart::Selector(selector(at, pair)?),
        _ => PodPart::Name(name(at, pair)),
    })
}

fn inner_one(pair: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    pair.into_inner().next()
}
