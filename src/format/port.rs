//! Ports.

use crate::format::out::{Brackets, Out, list};
use crate::format::word::port_name;
use crate::syntax::ast::{Port, PortKind, Ports};

/// `8080`, or `(80, 53/udp)` where there are several.
pub(super) fn write(ports: &Ports, out: &mut impl Out) {
    list(Brackets::Several, ports.span, &ports.entries, port, out);
}

fn port<O: Out>(port: &Port, out: &mut O) {
    match &port.kind {
        PortKind::All => out.text("*"),
        PortKind::Number(number) => out.text(&number.text),
        PortKind::Range(low, high) => {
            out.text(&low.text);
            out.text("-");
            out.text(&high.text);
        }
        PortKind::Name(name) => port_name(name, out),
        PortKind::Service => out.text("service"),
    }
    if let Some(protocol) = &port.protocol {
        out.text("/");
        out.text(&protocol.text);
    }
}
