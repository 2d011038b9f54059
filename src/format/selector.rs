//! Selectors.

use crate::format::commas;
use crate::format::word::{label_key, label_value};
use crate::syntax::ast::{Operator, Requirement, Selector};

/// `[a=b, c in (d, e)]`
pub(super) fn write(selector: &Selector, out: &mut String) {
    out.push('[');
    commas(&selector.requirements, requirement, out);
    out.push(']');
}

fn requirement(requirement: &Requirement, out: &mut String) {
    if requirement.operator == Operator::DoesNotExist {
        out.push('!');
    }
    label_key(&requirement.key, out);
    match requirement.operator {
        Operator::Equals => one("=", requirement, out),
        Operator::NotEquals => one("!=", requirement, out),
        Operator::In => several(" in (", requirement, out),
        Operator::NotIn => several(" notin (", requirement, out),
        Operator::Exists | Operator::DoesNotExist => {}
    }
}

/// The empty value of `[app=]` is written as nothing at all.
fn one(operator: &str, requirement: &Requirement, out: &mut String) {
    out.push_str(operator);
    if let Some(value) = requirement
        .values
        .first()
        .filter(|value| !value.text.is_empty())
    {
        label_value(value, out);
    }
}

fn several(operator: &str, requirement: &Requirement, out: &mut String) {
    out.push_str(operator);
    commas(&requirement.values, label_value, out);
    out.push(')');
}
