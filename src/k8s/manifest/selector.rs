//! Label selectors (V17..V21).

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::node::Node;
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::shown;

const SELECTOR: Shape = Shape {
    name: "a selector",
    fields: &["matchLabels", "matchExpressions"],
};

const REQUIREMENT: Shape = Shape {
    name: "an expression",
    fields: &["key", "operator", "values"],
};

impl Reader {
    /// A selector; what is absent in it stays absent.
    pub(super) fn selector(&mut self, node: &Node) -> LabelSelector {
        let mut selector = LabelSelector::default();
        let Some(fields) = self.fields(node, &SELECTOR) else {
            return selector;
        };
        if let Some(node) = fields.get("matchLabels") {
            selector.match_labels = self.labels(node, "`matchLabels`");
        }
        if let Some(node) = fields.get("matchExpressions") {
            let items = self.list(node, "`matchExpressions`");
            selector.match_expressions = items.map(|items| {
                let read = items.iter().map(|item| self.requirement(item, node));
                read.collect()
            });
        }
        selector
    }

    fn requirement(&mut self, node: &Node, list: &Node) -> LabelSelectorRequirement {
        let mut requirement = LabelSelectorRequirement::default();
        let Some(fields) = self.fields(node, &REQUIREMENT) else {
            return requirement;
        };
        let place = node.place(list.span);
        match fields.get("key") {
            None => self.missing(place, "an expression needs a `key`"),
            Some(node) => {
                if let Some(key) = self.string(node, "`key`") {
                    self.label_key(&key, node.span);
                    requirement.key = key;
                }
            }
        }
        let values = fields.get("values");
        if let Some(node) = values {
            let items = self.list(node, "`values`");
            requirement.values = items.map(|items| self.values(items, node));
        }
        let count = requirement.values.as_ref().map_or(0, Vec::len);
        let Some(node) = fields.get("operator") else {
            self.missing(place, "an expression needs an `operator`");
            return requirement;
        };
        let Some(operator) = self.string(node, "`operator`") else {
            return requirement;
        };
        match operator.as_str() {
            "In" | "NotIn" if count == 0 => {
                self.missing(place, format!("`{operator}` needs at least one value"));
            }
            "Exists" | "DoesNotExist" if count > 0 => {
                let message = format!("`{operator}` takes no values");
                let span = values.map_or(place, |node| node.span);
                self.report(Diagnostic::new(&codes::CONFLICTING_FIELDS, span, message));
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            _ => self.no_such(
                node,
                &operator,
                "operator",
                &["In", "NotIn", "Exists", "DoesNotExist"],
            ),
        }
        requirement.operator = operator;
        requirement
    }

    fn values(&mut self, items: &[Node], list: &Node) -> Vec<String> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if let Some(value) = self.text(item, list.span, "a value of this list") {
                self.label_value(&value, item.place(list.span));
                values.push(value);
            }
        }
        values
    }

    /// Says that a word is none of those that there are; they are case-sensitive.
    pub(in crate::k8s) fn no_such(&mut self, node: &Node, word: &str, what: &str, words: &[&str]) {
        let message = format!("`{}` is no {what}", shown(word));
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, node.span, message);
        let right = words.iter().find(|right| right.eq_ignore_ascii_case(word));
        self.report(match right {
            Some(right) => diagnostic.fix(format!("write `{right}`"), node.span, *right),
            None => diagnostic.help(format!("write {}", alternatives(words))),
        });
    }
}

/// `` `a`, `b` or `c` ``
fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
