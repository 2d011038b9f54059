//! One NetworkPolicy.

use std::collections::HashMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::found::{Found, Spans};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::object::Object;
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::shown;

const VERSION: &str = "networking.k8s.io/v1";
const KIND: &str = "NetworkPolicy";

/// With the `status` that older servers show.
const POLICY: Shape = Shape {
    name: "a NetworkPolicy",
    fields: &["apiVersion", "kind", "metadata", "spec", "status"],
};

/// Whether the object is a NetworkPolicy, be it of a version that no server has. Other groups have
/// kinds of the same name, which are not ours.
pub(in crate::k8s) fn is_policy(object: &Object<'_>) -> bool {
    object.kind == KIND && matches!(object.group(), "" | "extensions" | "networking.k8s.io")
}

impl Reader {
    /// The policy that an object is; nothing where the API server would refuse it.
    pub(in crate::k8s) fn policy(&mut self, object: &Object<'_>) -> Option<Found> {
        if object.version != VERSION {
            self.unserved(object);
            return None;
        }
        let before = self.diagnostics.len();
        self.repeated_keys(object.node);
        let found = self.found(object);
        found.filter(|_| !self.has_errors_since(before))
    }

    fn unserved(&mut self, object: &Object<'_>) {
        let span = object.version_span();
        let message = format!(
            "no server has `{}` of a NetworkPolicy",
            shown(object.version)
        );
        self.report(
            Diagnostic::new(&codes::UNSERVED_VERSION, span, message).fix(
                format!("write `{VERSION}`"),
                span,
                VERSION,
            ),
        );
    }

    fn found(&mut self, object: &Object<'_>) -> Option<Found> {
        let node = object.node;
        let first_key = node.first_key();
        let fields = self.fields(node, &POLICY)?;
        let metadata = self.metadata(fields.get("metadata"), first_key);
        let absent = Node {
            span: first_key,
            kind: Kind::Null,
            bare: None,
            plain: false,
        };
        let spec =
            fields.get("spec").unwrap_or_else(|| {
                let place = fields.empty("spec").unwrap_or(absent.span);
                let message =
                    "without a `spec` it selects every pod of its namespace and denies all ingress";
                self.report(Diagnostic::new(&codes::EMPTY_VALUE, place, message).help(
                    "write `spec: {podSelector: {}, policyTypes: [Ingress]}` if that is meant",
                ));
                &absent
            });
        let spec = self.spec(spec)?;
        let (metadata, name) = metadata?;
        Some(Found {
            object: NetworkPolicy {
                metadata,
                spec: Some(spec.object),
            },
            document: object.document,
            spans: Spans {
                object: node.span,
                name,
                ingress: spec.ingress,
                egress: spec.egress,
            },
        })
    }

    /// Reports each key that a map of the object has twice: kubectl takes the last one silently (V2).
    fn repeated_keys(&mut self, node: &Node) {
        let mut ahead = vec![node];
        while let Some(node) = ahead.pop() {
            match &node.kind {
                Kind::List(items) => ahead.extend(items),
                Kind::Map(entries) => {
                    let mut seen = HashMap::new();
                    for entry in entries {
                        ahead.push(&entry.value);
                        let key = &entry.key;
                        let first = *seen.entry(key.text.as_str()).or_insert(key.span);
                        if first == key.span {
                            continue;
                        }
                        let message = format!("a second `{}` in one map", shown(&key.text));
                        let diagnostic = Diagnostic::new(&codes::DUPLICATE_KEY, key.span, message)
                            .note("kubectl takes the last one, without a word");
                        self.report(diagnostic.also(first, "the first one"));
                    }
                }
                _ => {}
            }
        }
    }
}
