//! The classes of what the grammar has accepted.

use pest::iterators::Pair;

use crate::syntax::classes::{Class, Classified};
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::offset;

/// Adds the classes of a pair whose text starts at the byte `base`.
pub(super) fn classify(pair: Pair<'_, Rule>, base: u32, found: &mut Vec<Classified>) {
    within(pair, base, Class::Name, found);
}

/// A name among the parts of `pair` is a `name`. The grammar has no recursion, so this ends soon.
fn within(pair: Pair<'_, Rule>, base: u32, name: Class, found: &mut Vec<Classified>) {
    match part(pair.as_rule(), name) {
        Part::Token(class) => {
            let span = pair.as_span();
            found.push(Classified {
                start: base.saturating_add(offset(span.start())),
                end: base.saturating_add(offset(span.end())),
                class,
            });
        }
        Part::Of(name) => {
            for inner in pair.into_inner() {
                within(inner, base, name, found);
            }
        }
        Part::Peer => {
            let place_is_namespace = pair
                .clone()
                .into_inner()
                .any(|part| part.as_rule() == Rule::SLASH);
            for inner in pair.into_inner() {
                let is_place = inner.as_rule() == Rule::place;
                let name = if is_place && place_is_namespace {
                    Class::Namespace
                } else {
                    Class::Name
                };
                within(inner, base, name, found);
            }
        }
    }
}

/// What a rule of the grammar is to this stage.
enum Part {
    /// A token of a class.
    Token(Class),
    /// Something whose own names are of a class.
    Of(Class),
    /// A peer: what its first name is depends on what follows.
    Peer,
}

fn part(rule: Rule, name: Class) -> Part {
    match rule {
        Rule::USE
        | Rule::MANIFESTS
        | Rule::NAMESPACE
        | Rule::LABEL
        | Rule::PREFIX
        | Rule::WORKLOAD
        | Rule::NETWORK
        | Rule::SERVICE
        | Rule::GROUP
        | Rule::ALLOW
        | Rule::DENY
        | Rule::EXPECT
        | Rule::ISOLATE
        | Rule::DEFAULT
        | Rule::BECAUSE
        | Rule::EXCEPT => Part::Token(Class::Keyword),
        Rule::IN
        | Rule::NOTIN
        | Rule::ARROW
        | Rule::DASH
        | Rule::BANG
        | Rule::EQUALS
        | Rule::DOUBLE_EQUALS
        | Rule::NOT_EQUALS => Part::Token(Class::Operator),
        Rule::SERVICE_PORTS | Rule::DIRECTION => Part::Token(Class::Modifier),
        Rule::ANY_PEER | Rule::STAR => Part::Token(Class::Wildcard),
        Rule::COMMA
        | Rule::COLON
        | Rule::SLASH
        | Rule::LPAREN
        | Rule::RPAREN
        | Rule::LBRACKET
        | Rule::RBRACKET => Part::Token(Class::Punctuation),
        Rule::NAME => Part::Token(name),
        Rule::KEY => Part::Token(Class::Key),
        Rule::VALUE => Part::Token(Class::Value),
        Rule::STRING | Rule::FILLED_STRING => Part::Token(Class::String),
        Rule::NUMBER | Rule::RANGE_START => Part::Token(Class::Number),
        Rule::PROTOCOL => Part::Token(Class::Protocol),
        Rule::ADDRESS6 | Rule::ADDRESS4 | Rule::BRACKETED_ADDRESS => Part::Token(Class::Address),
        Rule::workload_statement
        | Rule::network_statement
        | Rule::service_statement
        | Rule::group_statement => Part::Of(Class::Declaration),
        Rule::namespace_statement | Rule::workload_pods => Part::Of(Class::Namespace),
        Rule::port_name => Part::Of(Class::Port),
        Rule::peer => Part::Peer,
        Rule::prefix_statement | Rule::network_peer => Part::Of(Class::Name),
        _ => Part::Of(name),
    }
}
