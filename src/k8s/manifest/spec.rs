//! The `spec` of a policy (S7, S8, V22).

use k8s_openapi::api::networking::v1::NetworkPolicySpec;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::{Fields, Shape};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::source::Span;

const SPEC: Shape = Shape {
    name: "`spec`",
    fields: &["podSelector", "policyTypes", "ingress", "egress"],
};

/// A longer list of policy types is refused as a whole.
const MOST_TYPES: usize = 2;

/// A `spec` with the places of its rules.
pub(super) struct Spec {
    pub(super) object: NetworkPolicySpec,
    pub(super) ingress: Vec<Span>,
    pub(super) egress: Vec<Span>,
}

impl Reader {
    pub(super) fn spec(&mut self, node: &Node) -> Option<Spec> {
        let fields = self.fields(node, &SPEC)?;
        let mut object = NetworkPolicySpec {
            pod_selector: fields.get("podSelector").map(|node| self.selector(node)),
            policy_types: self.policy_types(&fields),
            ..NetworkPolicySpec::default()
        };
        let mut ingress = Vec::new();
        let mut egress = Vec::new();
        if let Some(list) = fields.get("ingress")
            && let Some(items) = self.list(list, "`ingress`")
        {
            ingress = places(items, list);
            let rules = items.iter().map(|item| self.ingress_rule(item, list));
            object.ingress = Some(rules.collect());
        }
        if let Some(list) = fields.get("egress")
            && let Some(items) = self.list(list, "`egress`")
        {
            egress = places(items, list);
            let rules = items.iter().map(|item| self.egress_rule(item, list));
            object.egress = Some(rules.collect());
        }
        let types = object.policy_types.as_deref().unwrap_or_default();
        let ignored = |word: &str| !types.is_empty() && !types.iter().any(|one| one == word);
        let (no_ingress, no_egress) = (ignored("Ingress"), ignored("Egress"));
        for (name, word, ignored, rules) in [
            ("ingress", "Ingress", no_ingress, &ingress),
            ("egress", "Egress", no_egress, &egress),
        ] {
            if let Some(entry) = fields.entry(name)
                && ignored
                && !rules.is_empty()
            {
                let message =
                    format!("these rules count for nothing: `policyTypes` lacks `{word}`");
                self.report(
                    Diagnostic::new(&codes::IGNORED_RULES, entry.key.span, message).help(format!(
                        "add `{word}` to `policyTypes`, or remove the rules"
                    )),
                );
            }
        }
        Some(Spec {
            object,
            ingress,
            egress,
        })
    }

    fn policy_types(&mut self, fields: &Fields<'_>) -> Option<Vec<String>> {
        let list = fields.get("policyTypes")?;
        let items = self.list(list, "`policyTypes`")?;
        if items.len() > MOST_TYPES {
            let message = "`policyTypes` has more than two entries";
            let code = &codes::CONFLICTING_FIELDS;
            self.report(Diagnostic::new(code, list.span, message));
            return None;
        }
        let mut types = Vec::new();
        for item in items {
            if item.kind == Kind::Null {
                self.missing(list.span, "an entry of `policyTypes` is not written");
                continue;
            }
            let Some(word) = self.string(item, "an entry of `policyTypes`") else {
                continue;
            };
            if word != "Ingress" && word != "Egress" {
                self.no_such(item, &word, "policy type", &["Ingress", "Egress"]);
            }
            types.push(word);
        }
        Some(types)
    }
}

fn places(items: &[Node], list: &Node) -> Vec<Span> {
    items.iter().map(|item| item.place(list.span)).collect()
}
