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

/// What one entry means. A `*` without a protocol is all ports of TCP here.
pub(super) fn entry(port: &Port) -> Result<PortEntry, Diagnostic> {
    let protocol = port.protocol.as_ref().map_or(Ok(Protocol::Tcp), |word| {
        protocol(word).map_err(|wrong| turned(port, word).unwrap_or(wrong))
    })?;
    let ports = match &port.kind {
        PortKind::All => PortMatch::All,
        PortKind::Number(number) => {
            let number = self::number(number)?;
            PortMatch::Range(number, number)
        }
        PortKind::Range(low, high) => range(low, high)?,
        PortKind::Name(name) => PortMatch::Name(self::name(name)?.text.clone()),
        PortKind::Service => return Err(service_without_inventory(port)),
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
            Err(unknown_protocol(word).note("a NetworkPolicy knows tcp, udp and sctp only"))
        }
        "http" | "https" | "http2" | "grpc" | "tls" => Err(unknown_protocol(word)
            .note("a NetworkPolicy sees connections, not what is said in them")
            .help("write `tcp`, or nothing: it is the default")),
        _ => Err(unknown_protocol(word).help("write `tcp`, `udp` or `sctp`")),
    }
}

/// `tcp/80`, where `word` is the `80`.
fn turned(port: &Port, word: &Name) -> Option<Diagnostic> {
    let PortKind::Name(first) = &port.kind else {
        return None;
    };
    let ports = word
        .text
        .split_once('-')
        .unwrap_or((&word.text, &word.text));
    let (low, high) = (k8s::port_number(ports.0), k8s::port_number(ports.1));
    let right = matches!((low, high), (Ok(low), Ok(high)) if low <= high);
    if first.quoted || !right || protocol(first).is_err() {
        return None;
    }
    let written = format!("{}/{}", word.text, first.text);
    let message = format!(
        "the protocol comes last, found `{}/{}`",
        first.text, word.text
    );
    Some(
        Diagnostic::new(&codes::UNKNOWN_PROTOCOL, port.span, message).fix(
            format!("write `{written}`"),
            port.span,
            written,
        ),
    )
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
        let wrong = value::wrong(code, number, "is no port", &error.to_string());
        let plain = number.text.trim_start_matches('0');
        match error {
            PortNumberError::LeadingZero if k8s::port_number(plain).is_ok() => {
                wrong.fix(format!("write `{plain}`"), number.span, plain)
            }
            _ if plain.is_empty() => wrong.help("write `*` for all ports"),
            _ => wrong.help("write the port that the pods listen on"),
        }
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
        Err(error) => {
            let reason = error.to_string();
            let wrong = value::wrong(
                &codes::INVALID_PORT_NAME,
                name,
                "can be no port name",
                &reason,
            );
            let right = |text: &str| k8s::port_name(text).is_ok();
            Err(value::respell(wrong, name, right)
                .unwrap_or_else(|it| it.help("write the name that the pods give the port")))
        }
    }
}

/// The error of `:service` where no manifests are known.
pub(super) fn service_without_inventory(port: &Port) -> Diagnostic {
    let message = "the ports behind a Service are known from manifests only, and there are none";
    Diagnostic::new(&codes::SERVICE_PORT_WITHOUT_INVENTORY, port.span, message).help(
        "say `manifests \"PATH\"`, or write the ports of the pods; a port that is called `service` goes in quotes",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn word(text: &str) -> Name {
        Name {
            text: text.into(),
            span: Span::new(FileId(0), 0, 9),
            quoted: false,
        }
    }

    /// The text of the fix, else the help, else nothing.
    fn advice(kind: PortKind, protocol: Option<&str>) -> String {
        let port = Port {
            span: Span::new(FileId(0), 0, 9),
            kind,
            protocol: protocol.map(word),
        };
        let diagnostic = entry(&port).unwrap_err();
        let fix = diagnostic.fixes.first().and_then(|fix| fix.edits.first());
        fix.map_or(diagnostic.help, |edit| Some(edit.text.clone()))
            .unwrap_or_default()
    }

    #[test]
    fn a_number_is_mended_where_that_is_certain() {
        let number = |text| advice(PortKind::Number(word(text)), None);
        assert_eq!(number("080"), "80");
        assert_eq!(number("00"), "write `*` for all ports");
        assert_eq!(number("0"), "write `*` for all ports");
        assert_eq!(number("099999"), "write the port that the pods listen on");
        assert_eq!(number("70000"), "write the port that the pods listen on");
    }

    #[test]
    fn a_name_is_mended_where_that_is_certain() {
        let name = |text| advice(PortKind::Name(word(text)), None);
        assert_eq!(name("HTTP"), "http");
        assert_eq!(name("Service"), "\"service\"");
        assert_eq!(name("http_alt"), "did you mean `http-alt`?");
        assert_eq!(name("a--b"), "write the name that the pods give the port");
    }

    #[test]
    fn a_protocol_before_its_port_is_turned_around() {
        let turned = |first, ports| advice(PortKind::Name(word(first)), Some(ports));
        assert_eq!(turned("tcp", "80"), "80/tcp");
        assert_eq!(turned("udp", "8000-8999"), "8000-8999/udp");
        let unknown = "write `tcp`, `udp` or `sctp`";
        for (first, ports) in [("tcp", "0"), ("http", "80"), ("tcp", "90-80"), ("tcp", "x")] {
            assert_eq!(turned(first, ports), unknown, "{first}/{ports}");
        }
    }
}
