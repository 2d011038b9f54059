//! Ports: those that containers declare, and those of Services.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use smol_str::SmolStr;

use crate::diagnostics::codes;
use crate::k8s::inventory::fields;
use crate::k8s::manifest::{Kind, Node, Number, Reader};
use crate::k8s::port_name;

/// A protocol that ports belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// Where none is written.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// The `protocol` of a port.
    fn read(reader: &mut Reader, port: &Node) -> Option<Self> {
        let Some(word) = fields::word(reader, port, "protocol") else {
            return Some(Self::Tcp);
        };
        match word.as_str() {
            "TCP" => return Some(Self::Tcp),
            "UDP" => return Some(Self::Udp),
            "SCTP" => return Some(Self::Sctp),
            _ => {}
        }
        let node = port.get("protocol")?;
        reader.no_such(node, &word, "protocol", &["TCP", "UDP", "SCTP"]);
        None
    }

    /// How Kubernetes spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}

/// A port that a container declares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerPort {
    /// The name by which rules and Services can ask for it (S24).
    pub name: Option<SmolStr>,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its number.
    pub number: u16,
}

impl ContainerPort {
    pub(super) fn read(reader: &mut Reader, node: &Node) -> Option<Self> {
        let number = number(reader, node, "containerPort")?;
        let name = fields::word(reader, node, "name");
        if let Some(name) = &name
            && let Err(reason) = port_name(name)
        {
            let place = node.get("name").map_or(node.span, |node| node.span);
            let code = &codes::INVALID_PORT_NAME;
            reader.ill(code, place, name, "is no port name", &reason);
        }
        Some(Self {
            name,
            protocol: Protocol::read(reader, node)?,
            number,
        })
    }
}

/// A port of a Service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServicePort {
    /// Its name among those of the Service.
    pub name: Option<SmolStr>,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its number at the Service's own address.
    pub number: u16,
    /// The port of the pods behind it.
    pub target: TargetPort,
}

/// Which port of the pods a Service leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetPort {
    /// The one with this number, which is the Service's own where none is written.
    Number(u16),
    /// The one of this name, which each pod may have elsewhere.
    Name(SmolStr),
}

impl ServicePort {
    pub(super) fn read(reader: &mut Reader, node: &Node) -> Option<Self> {
        let number = number(reader, node, "port")?;
        Some(Self {
            name: fields::word(reader, node, "name"),
            protocol: Protocol::read(reader, node)?,
            number,
            target: target(reader, node, number)?,
        })
    }
}

/// The `targetPort` of a Service's port.
fn target(reader: &mut Reader, port: &Node, number: u16) -> Option<TargetPort> {
    let own = Some(TargetPort::Number(number));
    let Some(node) = port.get("targetPort") else {
        return own;
    };
    match &node.kind {
        // The API server takes both for absent.
        Kind::Number(Number::Int(0)) => own,
        Kind::String(name) if name.is_empty() => own,
        _ => match reader.port_or_name(node, "`targetPort`")? {
            IntOrString::Int(number) => u16::try_from(number).ok().map(TargetPort::Number),
            IntOrString::String(name) => Some(TargetPort::Name(name.into())),
        },
    }
}

/// A port's number, which has to be there.
fn number(reader: &mut Reader, of: &Node, name: &str) -> Option<u16> {
    let Some(node) = of.get(name) else {
        reader.missing(of.span, format!("a port needs its `{name}`"));
        return None;
    };
    let number = reader.port_number(node, &format!("`{name}`"))?;
    u16::try_from(number).ok()
}
