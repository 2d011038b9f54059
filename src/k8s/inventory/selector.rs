//! The labels that a workload is addressed by: those of its pods that its own selector pins.

use smol_str::SmolStr;

use crate::k8s::inventory::labels::labels;
use crate::k8s::inventory::{Labels, WorkloadKind, fields};
use crate::k8s::manifest::{Kind, Node, Reader};

/// The labels to which a workload's own selector pins its pods; `None` where it has none, or one that
/// was made up for it.
pub(super) fn pins(reader: &mut Reader, spec: &Node, kind: &WorkloadKind) -> Option<Labels> {
    let is_written = match kind {
        WorkloadKind::Pod | WorkloadKind::Job | WorkloadKind::CronJob => false,
        _ => spec.get("selector").is_some(),
    };
    if !is_written {
        return None;
    }
    if *kind == WorkloadKind::ReplicationController {
        return Some(labels(reader, spec, "selector")).filter(|pins| !pins.is_empty());
    }
    let selector = fields::map(reader, spec, "selector")?;
    let mut pins = labels(reader, selector, "matchLabels");
    let expressions = fields::maps(reader, selector, "matchExpressions");
    // Old versions take the empty selector for the labels of the template.
    if pins.is_empty() && expressions.is_empty() {
        return None;
    }
    for expression in expressions {
        pins.extend(pin(reader, expression));
    }
    Some(pins)
}

/// Those of the labels that are pinned; all of them where there are no pins. Never the empty selector.
pub(super) fn narrowed(labels: &Labels, pins: Option<&Labels>) -> Option<Labels> {
    let pinned = |key, value| pins.is_none_or(|pins| pins.get(key) == Some(value));
    let selector: Labels = labels
        .iter()
        .filter(|(key, value)| pinned(*key, *value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!selector.is_empty()).then_some(selector)
}

/// The label that an expression pins: `In` with one value.
fn pin(reader: &mut Reader, expression: &Node) -> Option<(SmolStr, SmolStr)> {
    let operator = fields::word(reader, expression, "operator")?;
    if operator != "In" {
        return None;
    }
    let key = fields::word(reader, expression, "key")?;
    let values = reader.list(expression.get("values")?, "`values`")?;
    match values {
        [value] => match &value.kind {
            Kind::String(text) => Some((key, text.clone())),
            _ => reader.wrong_type(value, "a value of a selector", "a string"),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels<const N: usize>(of: [(&str, &str); N]) -> Labels {
        Labels::from(of.map(|(key, value)| (key.into(), value.into())))
    }

    #[test]
    fn a_selector_is_what_is_pinned_and_never_empty() {
        let all = labels([("app", "web"), ("version", "v1")]);
        assert_eq!(narrowed(&all, None).unwrap(), all);
        let pins = labels([("app", "web"), ("version", "v2"), ("tier", "a")]);
        let pinned = labels([("app", "web")]);
        assert_eq!(narrowed(&all, Some(&pins)).unwrap(), pinned);
        assert_eq!(narrowed(&all, Some(&Labels::new())), None);
        assert_eq!(narrowed(&Labels::new(), None), None);
    }
}
