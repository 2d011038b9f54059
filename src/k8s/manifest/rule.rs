//! The rules of a policy (S11, S12, V5).

use k8s_openapi::api::networking::v1::{
    NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
};

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::{Fields, Shape};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::reader::Reader;

const INGRESS: Shape = Shape {
    name: "an ingress rule",
    fields: &["from", "ports"],
};

const EGRESS: Shape = Shape {
    name: "an egress rule",
    fields: &["to", "ports"],
};

impl Reader {
    /// An element of `ingress`.
    pub(super) fn ingress_rule(&mut self, node: &Node, list: &Node) -> NetworkPolicyIngressRule {
        self.warn_of_nothing(node, list, "ingress from everywhere, on every port");
        let Some(fields) = self.fields(node, &INGRESS) else {
            return NetworkPolicyIngressRule::default();
        };
        NetworkPolicyIngressRule {
            from: self.peers(&fields, "from", "every source"),
            ports: self.ports(&fields),
        }
    }

    /// An element of `egress`.
    pub(super) fn egress_rule(&mut self, node: &Node, list: &Node) -> NetworkPolicyEgressRule {
        self.warn_of_nothing(node, list, "egress to everywhere, on every port");
        let Some(fields) = self.fields(node, &EGRESS) else {
            return NetworkPolicyEgressRule::default();
        };
        NetworkPolicyEgressRule {
            to: self.peers(&fields, "to", "every destination"),
            ports: self.ports(&fields),
        }
    }

    fn warn_of_nothing(&mut self, node: &Node, list: &Node, what: &str) {
        if node.kind == Kind::Null {
            let message = format!("a rule that is not written allows {what}");
            self.report(
                Diagnostic::new(&codes::EMPTY_VALUE, node.place(list.span), message)
                    .help("take the `-` away, or write `- {}` if that is meant"),
            );
        }
    }

    fn peers(
        &mut self,
        fields: &Fields<'_>,
        name: &'static str,
        all: &str,
    ) -> Option<Vec<NetworkPolicyPeer>> {
        self.warn_of_empty(fields, name, all);
        let list = fields.get(name)?;
        let items = self.list(list, &format!("`{name}`"))?;
        Some(items.iter().map(|item| self.peer(item, list)).collect())
    }

    fn ports(&mut self, fields: &Fields<'_>) -> Option<Vec<NetworkPolicyPort>> {
        self.warn_of_empty(fields, "ports", "every port of every protocol");
        let list = fields.get("ports")?;
        let items = self.list(list, "`ports`")?;
        Some(items.iter().map(|item| self.port(item, list)).collect())
    }

    fn warn_of_empty(&mut self, fields: &Fields<'_>, name: &'static str, all: &str) {
        if let Some(key) = fields.empty(name) {
            let message = format!("`{name}` with nothing behind it allows {all}");
            self.report(
                Diagnostic::new(&codes::EMPTY_VALUE, key, message)
                    .help("leave the field out if that is meant"),
            );
        }
    }
}
