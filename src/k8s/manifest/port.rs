//! The ports of a rule (V4, V25..V28).

use k8s_openapi::api::networking::v1::NetworkPolicyPort;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::shown;
use crate::k8s::{self, PortNumberError};

const PORT: Shape = Shape {
    name: "a port",
    fields: &["port", "endPort", "protocol"],
};

impl Reader {
    /// An element of `ports`.
    pub(super) fn port(&mut self, node: &Node, list: &Node) -> NetworkPolicyPort {
        let mut port = NetworkPolicyPort::default();
        if node.kind == Kind::Null {
            let message = "a port that is not written is every TCP port";
            self.report(
                Diagnostic::new(&codes::EMPTY_VALUE, node.place(list.span), message)
                    .help("take the `-` away, or write the port"),
            );
        }
        let Some(fields) = self.fields(node, &PORT) else {
            return port;
        };
        if let Some(node) = fields.get("protocol") {
            port.protocol = self.string(node, "`protocol`");
            match port.protocol.as_deref() {
                None | Some("TCP" | "UDP" | "SCTP") => {}
                Some(word) => {
                    let word = word.to_owned();
                    self.no_such(node, &word, "protocol", &["TCP", "UDP", "SCTP"]);
                }
            }
        }
        let first = fields.get("port");
        port.port = first.and_then(|node| self.port_or_name(node, "`port`"));
        if let Some(node) = fields.get("endPort") {
            port.end_port = self.port_number(node, "`endPort`");
            let message = match (&port.port, port.end_port) {
                (None, _) if first.is_none() => "`endPort` needs a `port`".to_owned(),
                (Some(IntOrString::String(_)), _) => {
                    "`endPort` needs a `port` that is a number".to_owned()
                }
                (Some(IntOrString::Int(first)), Some(last)) if last < *first => {
                    let message = format!("the range `{first}-{last}` ends before it starts");
                    let code = &codes::BACKWARDS_PORT_RANGE;
                    self.report(Diagnostic::new(code, node.span, message));
                    return port;
                }
                _ => return port,
            };
            self.report(Diagnostic::new(
                &codes::CONFLICTING_FIELDS,
                node.span,
                message,
            ));
        }
        port
    }

    /// A port's number or name.
    pub(in crate::k8s) fn port_or_name(&mut self, node: &Node, what: &str) -> Option<IntOrString> {
        let Kind::String(name) = &node.kind else {
            return self.port_number(node, what).map(IntOrString::Int);
        };
        if let Err(reason) = k8s::port_name(name) {
            let message = format!("`{}` is no port name: {reason}", shown(name));
            let diagnostic = Diagnostic::new(&codes::INVALID_PORT_NAME, node.span, message);
            self.report(if k8s::port_number(name).is_ok() {
                diagnostic.fix(format!("write `{name}`"), node.span, name.as_str())
            } else {
                diagnostic
            });
        }
        Some(IntOrString::String(name.to_string()))
    }

    /// A port's number.
    pub(in crate::k8s) fn port_number(&mut self, node: &Node, what: &str) -> Option<i32> {
        let number = self.integer(node, what)?;
        let port = u16::try_from(number).ok().filter(|port| *port > 0);
        let Some(port) = port.map(i32::from) else {
            let reason = PortNumberError::OutOfRange;
            let code = &codes::INVALID_PORT_NUMBER;
            self.ill(code, node.span, &number.to_string(), "is no port", &reason);
            return None;
        };
        let misread = node
            .bare
            .as_deref()
            .filter(|bare| **bare != port.to_string());
        if let Some(bare) = misread.filter(|_| node.plain) {
            let message = format!("the port `{bare}` is {port} in YAML");
            let diagnostic = Diagnostic::new(&codes::MISREAD_WORD, node.span, message);
            self.report(if k8s::port_name(bare).is_ok() {
                diagnostic.help(format!(
                    "write `{port}`, or `\"{bare}\"` for a port of that name"
                ))
            } else {
                diagnostic.help(format!("write `{port}`"))
            });
        }
        Some(port)
    }
}
