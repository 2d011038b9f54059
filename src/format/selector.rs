//! Selectors.

use crate::format::out::{Brackets, Out, list};
use crate::format::word::{label_key, label_value};
use crate::syntax::ast::{Operator, Requirement, Selector};

/// `[a=b, c in (d, e)]`
pub(super) fn write(selector: &Selector, out: &mut impl Out) {
    let requirements = &selector.requirements;
    list(
        Brackets::Selector,
        selector.span,
        requirements,
        requirement,
        out,
    );
}

fn requirement<O: Out>(requirement: &Requirement, out: &mut O) {
    if requirement.operator == Operator::DoesNotExist {
        out.text("!");
    }
    label_key(&requirement.key, out);
    match requirement.operator {
        Operator::Equals => one("=", requirement, out),
        Operator::NotEquals => one("!=", requirement, out),
        Operator::In => several(" in ", requirement, out),
        Operator::NotIn => several(" notin ", requirement, out),
        Operator::Exists | Operator::DoesNotExist => {}
    }
}

/// The empty value of `[app=]` is written as nothing at all.
fn one(operator: &str, requirement: &Requirement, out: &mut impl Out) {
    out.text(operator);
    if let Some(value) = requirement
        .values
        .first()
        .filter(|value| !value.text.is_empty())
    {
        label_value(value, out);
    }
}

fn several(operator: &str, requirement: &Requirement, out: &mut impl Out) {
    out.text(operator);
    let span = requirement.list.unwrap_or(requirement.span);
    list(
        Brackets::Values,
        span,
        &requirement.values,
        label_value,
        out,
    );
}
