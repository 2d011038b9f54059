//! Policies as YAML documents.

use std::fmt::Write;

use crate::emit::comment::push_comment;
use crate::emit::header::push_header;
use crate::emit::manifest::manifest;
use crate::emit::scalar::{push_quoted, push_scalar};
use crate::emit::tree::Tree;
use crate::k8s::Policy;
use crate::parallel;
use crate::source::Origin;

/// Appends the text of the file that one source becomes: a line that says so, then a document for
/// each policy. A source without policies becomes nothing.
///
/// It reads the same to YAML 1.1 and 1.2; no anchors, tags, directives or empty values.
pub fn yaml(title: &str, policies: &[Policy], out: &mut String) {
    if policies.is_empty() {
        return;
    }
    push_header(out, title);
    let pieces = parallel::map_pieces(policies, documents);
    out.reserve(pieces.iter().map(String::len).sum());
    for piece in pieces {
        out.push_str(&piece);
    }
}

/// The same, to stand behind other documents: it begins with `---`, and the line that says where it comes from is
/// a part of its first document.
pub fn yaml_behind(title: &str, policies: &[Policy], out: &mut String) {
    let Some((first, others)) = policies.split_first() else {
        return;
    };
    out.push_str("---\n");
    push_header(out, title);
    push_document(first, out);
    out.push_str(&documents(others));
}

/// One policy by itself, without a word on where it comes from.
pub fn document(policy: &Policy) -> String {
    let mut out = String::new();
    push_document(policy, &mut out);
    out
}

fn documents(policies: &[Policy]) -> String {
    // About what a policy takes; a long text then grows once or twice instead of at every step.
    let mut out = String::with_capacity(policies.len().saturating_mul(1024));
    for policy in policies {
        out.push_str("---\n");
        push_document(policy, &mut out);
    }
    out
}

fn push_document(policy: &Policy, out: &mut String) {
    manifest(&mut YamlTree::new(out), policy);
}

/// Where the writer stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a line.
    Line,
    /// After a key and its colon.
    Key,
    /// After the dash of an item, and its space.
    Dash,
}

/// Writes one document.
pub(super) struct YamlTree<'a> {
    out: &'a mut String,
    indent: usize,
    place: Place,
}

impl<'a> YamlTree<'a> {
    /// Appends to `out`.
    pub(super) fn new(out: &'a mut String) -> Self {
        Self {
            out,
            indent: 0,
            place: Place::Line,
        }
    }

    /// How long the text is so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    fn push_indent(&mut self) {
        // Deeper than any object is.
        const SPACES: &str = "                                ";
        self.out
            .push_str(SPACES.get(..self.indent).unwrap_or(SPACES));
    }

    fn start_entry(&mut self) {
        if self.place != Place::Dash {
            self.push_indent();
        }
    }

    fn end_key(&mut self) {
        self.out.push(':');
        self.place = Place::Key;
    }

    fn start_value(&mut self) {
        if self.place == Place::Key {
            self.out.push(' ');
        }
    }

    fn end_value(&mut self) {
        self.out.push('\n');
        self.place = Place::Line;
    }

    /// Goes one level in, on a line of its own under a key.
    fn open(&mut self) {
        match self.place {
            Place::Key => self.end_value(),
            Place::Dash => {}
            // The document itself.
            Place::Line => return,
        }
        self.indent += 2;
    }

    fn close(&mut self) {
        self.indent = self.indent.saturating_sub(2);
    }
}

impl Tree for YamlTree<'_> {
    fn open_map(&mut self) {
        self.open();
    }

    fn close_map(&mut self) {
        self.close();
    }

    fn empty_map(&mut self) {
        self.start_value();
        self.out.push_str("{}");
        self.end_value();
    }

    fn open_list(&mut self) {
        self.open();
    }

    fn close_list(&mut self) {
        self.close();
    }

    fn empty_list(&mut self) {
        self.start_value();
        self.out.push_str("[]");
        self.end_value();
    }

    fn field(&mut self, name: &'static str) {
        self.start_entry();
        self.out.push_str(name);
        self.end_key();
    }

    fn key(&mut self, name: &str) {
        self.start_entry();
        push_scalar(self.out, name);
        self.end_key();
    }

    fn item(&mut self) {
        self.push_indent();
        self.out.push_str("- ");
        self.place = Place::Dash;
    }

    fn text(&mut self, text: &str) {
        self.start_value();
        push_scalar(self.out, text);
        self.end_value();
    }

    fn quoted(&mut self, text: &str) {
        self.start_value();
        push_quoted(self.out, text);
        self.end_value();
    }

    fn number(&mut self, number: i32) {
        self.start_value();
        let _ = write!(self.out, "{number}");
        self.end_value();
    }

    fn origins(&mut self, origins: &[Origin]) {
        for origin in origins {
            self.push_indent();
            self.out.push('#');
            let text = origin.text.trim_end_matches(' ');
            if !text.is_empty() {
                self.out.push(' ');
                push_comment(self.out, text);
            }
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use std::sync::Arc;

    use super::*;
    use crate::source::{FileId, Span};

    fn origins(texts: &[&str]) -> Vec<Origin> {
        let origin = |text: &&str| Origin {
            text: Arc::from(*text),
            span: Span::new(FileId(0), 0, 0),
        };
        texts.iter().map(origin).collect()
    }

    fn policy(object: Value) -> Policy {
        Policy {
            object: Arc::new(serde_json::from_value(object).unwrap()),
            isolated_by: Vec::new(),
            ingress: Vec::new(),
            egress: Vec::new(),
        }
    }

    fn with_spec(spec: &Value) -> Policy {
        policy(json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "a"}, "spec": spec,
        }))
    }

    fn text(policies: &[Policy]) -> String {
        let mut out = String::new();
        yaml("a.netpol", policies, &mut out);
        out
    }

    /// The lines of the one document under `spec:`.
    fn spec(spec: &Value) -> String {
        let text = text(&[with_spec(spec)]);
        text.split_once("\nspec:").unwrap().1.to_owned()
    }

    #[test]
    fn without_policies_there_is_no_text() {
        assert_eq!(text(&[]), "");
    }

    fn backend() -> Policy {
        let mut backend = policy(json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {
                "name": "backend-policy", "namespace": "shop",
                "labels": {"app.kubernetes.io/managed-by": "netpolc", "on": "yes"},
                "annotations": {"note": "two\nlines: \"a\" # b", "Example.com/empty": ""},
            },
            "spec": {
                "podSelector": {"matchLabels": {"app": "backend"}},
                "policyTypes": ["Ingress", "Egress"],
                "ingress": [
                    {
                        "from": [{"podSelector": {"matchLabels": {"app": "frontend"}}}],
                        "ports": [
                            {"protocol": "TCP", "port": 8080},
                            {"protocol": "UDP", "port": 9000, "endPort": 9100},
                        ],
                    },
                    {},
                ],
                "egress": [{
                    "to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}],
                    "ports": [{"protocol": "TCP", "port": "https"}, {"protocol": "SCTP"}],
                }],
            },
        }));
        backend.isolated_by = origins(&["isolate backend because \"a\u{2028}kind: Pod\""]);
        backend.ingress = vec![
            origins(&[
                "allow clients -> backend:(8080, 9000-9100/udp)",
                "allow frontend -> backend:8080",
            ]),
            origins(&["allow any -> backend  "]),
        ];
        backend.egress = vec![origins(&["allow backend -> internet:https\r\nkind: Pod"])];
        backend
    }

    fn default_deny() -> Policy {
        let mut default_deny = policy(json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "default-deny", "namespace": "on"},
            "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        }));
        default_deny.isolated_by = origins(&["default deny", ""]);
        default_deny
    }

    #[test]
    fn whole_file() {
        assert_eq!(
            text(&[backend(), default_deny()]),
            r#"# Generated by netpolc from a.netpol. Do not edit: change the source and build again.
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: backend-policy
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: netpolc
    "on": "yes"
  annotations:
    Example.com/empty: ""
    note: "two\nlines: \"a\" # b"
spec:
  # isolate backend because "a\u{2028}kind: Pod"
  podSelector:
    matchLabels:
      app: backend
  policyTypes:
    - Ingress
    - Egress
  ingress:
    # allow clients -> backend:(8080, 9000-9100/udp)
    # allow frontend -> backend:8080
    - from:
        - podSelector:
            matchLabels:
              app: frontend
      ports:
        - protocol: TCP
          port: 8080
        - protocol: UDP
          port: 9000
          endPort: 9100
    # allow any -> backend
    - {}
  egress:
    # allow backend -> internet:https\u{d}\u{a}kind: Pod
    - to:
        - ipBlock:
            cidr: "0.0.0.0/0"
            except:
              - "10.0.0.0/8"
      ports:
        - protocol: TCP
          port: https
        - protocol: SCTP
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: "on"
spec:
  # default deny
  #
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
"#
        );
    }

    #[test]
    fn every_peer_and_selector() {
        let peers = json!([
            {"podSelector": {}},
            {"namespaceSelector": {}},
            {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "no"}}, "podSelector": {}},
            {
                "namespaceSelector": {"matchExpressions": [
                    {"key": "team", "operator": "NotIn", "values": ["a", "", "1e3"]},
                    {"key": "y", "operator": "Exists"},
                ]},
                "podSelector": {
                    "matchLabels": {"1e3": "0777", "app": ""},
                    "matchExpressions": [{"key": "legacy", "operator": "DoesNotExist"}],
                },
            },
            {"ipBlock": {"cidr": "2001:db8::/32"}},
        ]);
        assert_eq!(
            spec(&json!({"podSelector": {}, "egress": [{"to": peers}]})),
            r#"
  podSelector: {}
  egress:
    - to:
        - podSelector: {}
        - namespaceSelector: {}
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: "no"
          podSelector: {}
        - namespaceSelector:
            matchExpressions:
              - key: team
                operator: NotIn
                values:
                  - a
                  - ""
                  - "1e3"
              - key: "y"
                operator: Exists
          podSelector:
            matchLabels:
              "1e3": "0777"
              app: ""
            matchExpressions:
              - key: legacy
                operator: DoesNotExist
        - ipBlock:
            cidr: "2001:db8::/32"
"#
        );
    }

    #[test]
    fn what_is_empty_stays_apart_from_what_is_absent() {
        assert_eq!(spec(&json!({})), " {}\n");
        assert_eq!(
            spec(&json!({"podSelector": {"matchLabels": {}, "matchExpressions": []}})),
            "\n  podSelector:\n    matchLabels: {}\n    matchExpressions: []\n"
        );
        assert_eq!(
            spec(&json!({"policyTypes": [], "ingress": [], "egress": [{"to": [], "ports": []}]})),
            "\n  policyTypes: []\n  ingress: []\n  egress:\n    - to: []\n      ports: []\n"
        );
        assert_eq!(
            spec(
                &json!({"ingress": [{"from": [{}], "ports": [{}]}, {"ports": [{"port": "1e3"}]}]})
            ),
            "\n  ingress:\n    - from:\n        - {}\n      ports:\n        - {}\n    - ports:\n        - port: \"1e3\"\n"
        );
        let mut bare = policy(json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {},
        }));
        bare.isolated_by = origins(&["default deny"]);
        assert!(text(&[bare]).ends_with("kind: NetworkPolicy\nmetadata: {}\n"));
        let mut nothing = with_spec(&json!({}));
        nothing.isolated_by = origins(&["default deny"]);
        assert!(text(&[nothing]).ends_with("  name: a\n# default deny\nspec: {}\n"));
    }
}
