//! Ports: numbers, ranges and names (V25..V28, V32).

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::{self, PortNumberError};
use crate::model::{PortEntry, PortList, PortMatch};
use crate::resolve::value;
use crate::sets::Protocol;
use crate::syntax::ast::{Name, Port, PortKind, Ports};

/// The list that is written, or all that is wrong with it.
pub(super) fn resolve(ports: &Ports) -> Result<PortList, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut entries = Vec::new();
    let mut all = false;
    for port in &ports.entries {
        match (&port.kind, &port.protocol) {
            (PortKind::All, None) => all = true,
            _ => match entry(port) {
                Ok(entry) => entries.push(entry),
                Err(diagnostic) => wrong.push(diagnostic),
            },
        }
    }
    match (wrong.is_empty(), all) {
        (false, _) => Err(wrong),
        (true, true) => Ok(PortList::all()),
        (true, false) => Ok(PortList::new(entries)),
    }
}

fn entry(port: &Port) -> Result<PortEntry, Diagnostic> {
    let protocol = port.protocol.as_ref().map_or(Ok(Protocol::Tcp), protocol)?;
    let ports = match &port.kind {
        PortKind::All => PortMatch::All,
        PortKind::Number(number) => {
            let number = self::number(number)?;
            PortMatch::Range(number, number)
        }
        PortKind::Range(low, high) => range(low, high)?,
        PortKind::Name(name) => PortMatch::Name(self::name(name)?.text.clone()),
        PortKind::Service => return Err(service(port)),
    };
    Ok(PortEntry { ports, protocol })
}

fn protocol(word: &Name) -> Result<Protocol, Diagnostic> {
    match word.text.to_ascii_lowercase().as_str() {
        "tcp" if word.text == "tcp" => Ok(Protocol::Tcp),
        "udp" if word.text == "udp" => Ok(Protocol::Udp),
        "sctp" if word.text == "sctp" => Ok(Protocol::Sctp),
        lower @ ("tcp" | "udp" | "sctp") => Err(unknown_protocol(word)
            .help(format!("protocols are written in lower case: `{lower}`"))
            .fix(format!("write `{lower}`"), word.span, lower)),
        "icmp" | "icmpv6" | "ping" => {
            Err(unknown_protocol(word).note("a NetworkPolicy knows tcp, udp and sctp only (S30)"))
        }
        "http" | "https" | "http2" | "grpc" | "tls" => Err(unknown_protocol(word)
            .note("a NetworkPolicy sees connections, not what is said in them")
            .help("write `tcp`, or nothing: it is the default")),
        _ => Err(unknown_protocol(word).help("write `tcp`, `udp` or `sctp`")),
    }
}

fn unknown_protocol(word: &Name) -> Diagnostic {
    let message = format!("`{}` is no protocol", value::shown(&word.text));
    Diagnostic::new(&codes::UNKNOWN_PROTOCOL, word.span, message)
}

fn number(number: &Name) -> Result<u16, Diagnostic> {
    k8s::port_number(&number.text).map_err(|error| {
        let code = match error {
            PortNumberError::LeadingZero => &codes::LEADING_ZERO,
            _ => &codes::INVALID_PORT_NUMBER,
        };
        value::wrong(code, number, "is no port", &error.to_string())
    })
}

fn range(low: &Name, high: &Name) -> Result<PortMatch, Diagnostic> {
    let (from, to) = (number(low)?, number(high)?);
    if from <= to {
        return Ok(PortMatch::Range(from, to));
    }
    let message = format!("the range `{from}-{to}` ends before it starts");
    let span = low.span.to(high.span);
    Err(Diagnostic::new(&codes::BACKWARDS_PORT_RANGE, span, message)
        .help(format!("write `{to}-{from}`"))
        .fix("turn the range around", span, format!("{to}-{from}")))
}

fn name(name: &Name) -> Result<&Name, Diagnostic> {
    match k8s::port_name(&name.text) {
        Ok(()) => Ok(name),
        Err(error) => Err(value::wrong(
            &codes::INVALID_PORT_NAME,
            name,
            "can be no port name",
            &error.to_string(),
        )),
    }
}

fn service(port: &Port) -> Diagnostic {
    Diagnostic::new(
        &codes::SERVICE_PORT_WITHOUT_INVENTORY,
        port.span,
        "the ports behind a Service are known from manifests only, which this version does not read",
    )
    .help("write the ports of the pods; a port that is called `service` goes in quotes")
}
