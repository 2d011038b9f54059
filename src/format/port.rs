//! Ports.

use crate::format::peer::commas;
use crate::format::word::port_name;
use crate::syntax::ast::{Port, PortKind, Ports};

/// `8080`, or `(80, 53/udp)` where there are several.
pub fn ports(ports: &Ports) -> String {
    match ports.entries.as_slice() {
        [one] => port(one),
        several => format!("({})", commas(several, port)),
    }
}

fn port(port: &Port) -> String {
    let ports = match &port.kind {
        PortKind::All => "*".to_owned(),
        PortKind::Number(number) => number.text.to_string(),
        PortKind::Range(low, high) => format!("{}-{}", low.text, high.text),
        PortKind::Name(name) => port_name(name),
        PortKind::Service => "service".to_owned(),
    };
    match &port.protocol {
        Some(protocol) => format!("{ports}/{}", protocol.text),
        None => ports,
    }
}
