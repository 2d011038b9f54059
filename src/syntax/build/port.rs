//! Ports and directions.

use pest::iterators::Pair;

use crate::syntax::ast::{Direction, Port, PortKind, Ports};
use crate::syntax::build::name::name;
use crate::syntax::build::{Place, inner};
use crate::syntax::grammar::Rule;

/// `8080/udp`, `(80, 443)`, `service`
pub(super) fn ports(at: Place, pair: Pair<'_, Rule>) -> Option<Ports> {
    let span = at.span(&pair);
    let form = inner(pair, Rule::ports)?.next()?;
    let parentheses = form.as_rule() == Rule::port_list;
    let entries = match form.as_rule() {
        Rule::SERVICE_PORTS => vec![Port {
            span,
            kind: PortKind::Service,
            protocol: None,
        }],
        Rule::port => vec![port(at, form)?],
        Rule::port_list => form
            .into_inner()
            .filter(|pair| pair.as_rule() == Rule::port)
            .map(|pair| port(at, pair))
            .collect::<Option<_>>()?,
        _ => return None,
    };
    Some(Ports {
        span,
        parentheses,
        entries,
    })
}

fn port(at: Place, pair: Pair<'_, Rule>) -> Option<Port> {
    let span = at.span(&pair);
    let mut parts = pair.into_inner();
    let which = parts.next()?;
    let kind = match which.as_rule() {
        Rule::STAR => PortKind::All,
        Rule::NUMBER => PortKind::Number(name(at, which)),
        Rule::port_name => PortKind::Name(name(at, which)),
        Rule::range => {
            let mut ends = which
                .into_inner()
                .filter(|pair| pair.as_rule() != Rule::DASH);
            PortKind::Range(name(at, ends.next()?), name(at, ends.next()?))
        }
        _ => return None,
    };
    let protocol = parts
        .find(|pair| pair.as_rule() == Rule::PROTOCOL)
        .map(|pair| name(at, pair));
    Some(Port {
        span,
        kind,
        protocol,
    })
}

/// `ingress`, `egress`
pub(super) fn direction(pair: &Pair<'_, Rule>) -> Direction {
    if pair.as_str() == "ingress" {
        Direction::Ingress
    } else {
        Direction::Egress
    }
}
