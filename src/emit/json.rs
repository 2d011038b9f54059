//! Policies as one JSON list.

use std::fmt::Write;

use crate::emit::manifest::manifest;
use crate::emit::tree::Tree;
use crate::emit::visible::visible;
use crate::k8s::Policy;
use crate::source::Origin;

/// An object on one line.
pub fn json_line(policy: &Policy) -> String {
    serde_json::to_string(&*policy.object).unwrap_or_default()
}

/// The text of a `v1` `List` of all policies, which kubectl applies as it does the documents.
///
/// JSON has no comments, so it does not say where the rules come from.
pub fn json<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> String {
    let mut out = String::new();
    let mut tree = JsonTree {
        out: &mut out,
        indent: 0,
        first: true,
    };
    tree.open_map();
    tree.field("apiVersion");
    tree.text("v1");
    tree.field("kind");
    tree.text("List");
    tree.field("items");
    let mut policies = policies.into_iter().peekable();
    if policies.peek().is_none() {
        tree.empty_list();
    } else {
        tree.open_list();
        for policy in policies {
            tree.item();
            manifest(&mut tree, policy);
        }
        tree.close_list();
    }
    tree.close_map();
    out.push('\n');
    out
}

struct JsonTree<'a> {
    out: &'a mut String,
    indent: usize,
    /// Whether the next entry is the first of its map or list.
    first: bool,
}

impl JsonTree<'_> {
    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.indent += 2;
        self.first = true;
    }

    fn close(&mut self, bracket: char) {
        self.indent = self.indent.saturating_sub(2);
        self.start_line();
        self.out.push(bracket);
        self.first = false;
    }

    fn start_entry(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.start_line();
    }

    fn start_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\t' => self.out.push_str("\\t"),
                '\r' => self.out.push_str("\\r"),
                c if visible(c) => self.out.push(c),
                c => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        let _ = write!(self.out, "\\u{unit:04x}");
                    }
                }
            }
        }
        self.out.push('"');
    }
}

impl Tree for JsonTree<'_> {
    fn open_map(&mut self) {
        self.open('{');
    }

    fn close_map(&mut self) {
        self.close('}');
    }

    fn empty_map(&mut self) {
        self.out.push_str("{}");
    }

    fn open_list(&mut self) {
        self.open('[');
    }

    fn close_list(&mut self) {
        self.close(']');
    }

    fn empty_list(&mut self) {
        self.out.push_str("[]");
    }

    fn field(&mut self, name: &'static str) {
        self.key(name);
    }

    fn key(&mut self, name: &str) {
        self.start_entry();
        self.string(name);
        self.out.push_str(": ");
    }

    fn item(&mut self) {
        self.start_entry();
    }

    fn text(&mut self, text: &str) {
        self.string(text);
    }

    fn quoted(&mut self, text: &str) {
        self.string(text);
    }

    fn number(&mut self, number: i32) {
        let _ = write!(self.out, "{number}");
    }

    fn origins(&mut self, _origins: &[Origin]) {}
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use std::sync::Arc;

    use super::*;

    fn policy(object: &Value) -> Policy {
        Policy {
            object: Arc::new(serde_json::from_value(object.clone()).unwrap()),
            isolated_by: Vec::new(),
            ingress: Vec::new(),
            egress: Vec::new(),
        }
    }

    #[test]
    fn no_policies() {
        assert_eq!(
            super::json([]),
            "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": []\n}\n"
        );
    }

    #[test]
    fn fields_in_the_order_of_people() {
        let object = json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "a", "namespace": "on"},
            "spec": {
                "podSelector": {}, "policyTypes": ["Ingress"],
                "ingress": [{}, {"ports": [{"protocol": "TCP", "port": 80}]}],
            },
        });
        assert_eq!(
            super::json([&policy(&object)]),
            r#"{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {
      "apiVersion": "networking.k8s.io/v1",
      "kind": "NetworkPolicy",
      "metadata": {
        "name": "a",
        "namespace": "on"
      },
      "spec": {
        "podSelector": {},
        "policyTypes": [
          "Ingress"
        ],
        "ingress": [
          {},
          {
            "ports": [
              {
                "protocol": "TCP",
                "port": 80
              }
            ]
          }
        ]
      }
    }
  ]
}
"#
        );
    }

    #[test]
    fn any_text_reads_back() {
        let note = "\"\\/\n\r\t\0\u{7f}\u{85}\u{2028}\u{feff}\u{1fffe}é😀";
        let object = json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"annotations": {"note": note}},
        });
        let list: Value = serde_json::from_str(&super::json([&policy(&object)])).unwrap();
        assert_eq!(list["items"], json!([object]));
    }
}
