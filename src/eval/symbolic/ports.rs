//! The ports of a rule as a set.

use k8s_openapi::api::networking::v1::NetworkPolicyPort;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::sets::{Ports, Protocol};

/// The ports of the destination that a rule is about; without a list all of every protocol (S12).
pub(super) fn ports(list: Option<&Vec<NetworkPolicyPort>>) -> Ports {
    match list.map(Vec::as_slice) {
        None | Some([]) => Ports::all(),
        Some([one]) => port(one),
        Some(list) => {
            let sets: Vec<Ports> = list.iter().map(port).collect();
            Ports::union_all(&sets)
        }
    }
}

/// One entry: TCP unless it says otherwise, and all ports of its protocol without a port (S21).
fn port(entry: &NetworkPolicyPort) -> Ports {
    let protocol = match entry.protocol.as_deref() {
        None | Some("TCP") => Protocol::Tcp,
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        Some(_) => return Ports::none(),
    };
    let number = |number: i32| u16::try_from(number).ok().filter(|number| *number > 0);
    match (&entry.port, entry.end_port) {
        (None, None) => Ports::numbers(protocol, 1, u16::MAX),
        (Some(IntOrString::String(name)), None) => Ports::named(protocol, name),
        (Some(IntOrString::Int(first)), last) => {
            match (number(*first), number(last.unwrap_or(*first))) {
                (Some(first), Some(last)) => Ports::numbers(protocol, first, last),
                _ => Ports::none(),
            }
        }
        (None | Some(IntOrString::String(_)), Some(_)) => Ports::none(),
    }
}
