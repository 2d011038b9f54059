//! Selectors: from kubectl's syntax to sets of labels (S16).

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::resolve::value;
use crate::sets::{Selector, Values};
use crate::syntax::ast::{self, Operator, Requirement};

/// The pods that satisfy every requirement, or all that is wrong with them.
pub(super) fn resolve(selector: &ast::Selector) -> Result<Selector, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut resolved = Selector::everything();
    for requirement in &selector.requirements {
        wrong.extend(value::label_key(&requirement.key).err());
        wrong.extend(
            requirement
                .values
                .iter()
                .filter_map(|value| value::label_value(value).err()),
        );
        resolved = resolved.with(requirement.key.text.clone(), values(requirement));
    }
    if wrong.is_empty() && resolved.is_empty() {
        wrong.push(impossible(selector));
    }
    if wrong.is_empty() {
        Ok(resolved)
    } else {
        Err(wrong)
    }
}

/// The error of a selector that no pod satisfies.
pub(super) fn impossible(selector: &ast::Selector) -> Diagnostic {
    let message = format!(
        "no pod satisfies `{}`",
        value::shown(&format::selector(selector))
    );
    Diagnostic::new(&codes::IMPOSSIBLE_SELECTOR, selector.span, message)
        .note("all requirements of a selector hold at once")
        .help("for one value or another write `key in (a, b)`")
}

fn values(requirement: &Requirement) -> Values {
    let listed = || requirement.values.iter().map(|value| value.text.clone());
    match requirement.operator {
        Operator::Equals | Operator::In => Values::one_of(listed()),
        Operator::NotEquals | Operator::NotIn => Values::none_of(listed()),
        Operator::Exists => Values::present(),
        Operator::DoesNotExist => Values::absent(),
    }
}
