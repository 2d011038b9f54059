//! Selectors.

use pest::iterators::Pair;

use crate::syntax::ast::{Name, Operator, Requirement, Selector};
use crate::syntax::build::name::name;
use crate::syntax::build::{Place, inner};
use crate::syntax::grammar::Rule;

/// `[app=web, !legacy]`
pub(super) fn selector(at: Place, pair: Pair<'_, Rule>) -> Option<Selector> {
    let span = at.span(&pair);
    let requirements = inner(pair, Rule::selector)?
        .filter(|pair| pair.as_rule() == Rule::requirement)
        .map(|pair| requirement(at, pair))
        .collect::<Option<_>>()?;
    Some(Selector { span, requirements })
}

fn requirement(at: Place, pair: Pair<'_, Rule>) -> Option<Requirement> {
    let span = at.span(&pair);
    let mut key = None;
    let mut operator = Operator::Exists;
    let mut values = Vec::new();
    let mut list = None;
    for pair in pair.into_inner() {
        match pair.as_rule() {
            Rule::key => key = Some(name(at, pair)),
            Rule::BANG => operator = Operator::DoesNotExist,
            Rule::IN => operator = Operator::In,
            Rule::NOTIN => operator = Operator::NotIn,
            rule @ (Rule::EQUALS | Rule::DOUBLE_EQUALS | Rule::NOT_EQUALS) => {
                operator = if rule == Rule::NOT_EQUALS {
                    Operator::NotEquals
                } else {
                    Operator::Equals
                };
                values = vec![empty(at, &pair)];
            }
            Rule::value => values = vec![name(at, pair)],
            Rule::value_list => {
                list = Some(at.span(&pair));
                values = pair
                    .into_inner()
                    .filter(|pair| pair.as_rule() == Rule::value)
                    .map(|pair| name(at, pair))
                    .collect();
            }
            _ => return None,
        }
    }
    Some(Requirement {
        span,
        key: key?,
        operator,
        values,
        list,
    })
}

/// The value of `[app=]`.
fn empty(at: Place, operator: &Pair<'_, Rule>) -> Name {
    let end = operator.as_span().end();
    Name {
        text: "".into(),
        span: at.range(end, end),
        quoted: false,
    }
}
