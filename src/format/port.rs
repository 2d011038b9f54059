//! Ports.

use crate::format::commas;
use crate::format::word::port_name;
use crate::syntax::ast::{Port, PortKind, Ports};

/// `8080`, or `(80, 53/udp)` where there are several.
pub(super) fn write(ports: &Ports, out: &mut String) {
    match ports.entries.as_slice() {
        [one] => port(one, out),
        several => {
            out.push('(');
            commas(several, port, out);
            out.push(')');
        }
    }
}

fn port(port: &Port, out: &mut String) {
    match &port.kind {
        PortKind::All => out.push('*'),
        PortKind::Number(number) => out.push_str(&number.text),
        PortKind::Range(low, high) => {
            out.push_str(&low.text);
            out.push('-');
            out.push_str(&high.text);
        }
        PortKind::Name(name) => port_name(name, out),
        PortKind::Service => out.push_str("service"),
    }
    if let Some(protocol) = &port.protocol {
        out.push('/');
        out.push_str(&protocol.text);
    }
}
