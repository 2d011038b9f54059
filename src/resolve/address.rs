//! Addresses and CIDRs (V33).

use ipnet::IpNet;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::{self, CidrError};
use crate::resolve::value;
use crate::syntax::ast::Name;

/// The network that is written: an address alone is one of /32 or /128.
pub(super) fn resolve(address: &Name) -> Result<IpNet, Diagnostic> {
    k8s::cidr(&address.text).map_err(|error| {
        let text = value::shown(&address.text);
        let reason = error.to_string();
        let (code, message) = match &error {
            CidrError::HostBits { .. } => (
                &codes::HOST_BITS_IN_CIDR,
                format!("`{text}` has bits set behind its prefix"),
            ),
            CidrError::LeadingZero => (
                &codes::LEADING_ZERO,
                format!("`{text}` has a number with leading zeros"),
            ),
            CidrError::Mapped => (
                &codes::MAPPED_ADDRESS,
                format!("`{text}` is an IPv4 address in IPv6 clothing"),
            ),
            _ => (
                &codes::INVALID_CIDR,
                format!("`{text}` is no address and no CIDR: {reason}"),
            ),
        };
        let diagnostic = Diagnostic::new(code, address.span, message);
        match error {
            CidrError::HostBits { network } => diagnostic
                .note(format!("the network that holds it is {network}"))
                .help("write the network, or the address without a prefix length for it alone"),
            CidrError::LeadingZero => diagnostic
                .help("leave the zeros out: some readers take such numbers for octal ones"),
            CidrError::Mapped => {
                diagnostic.help("write the IPv4 address: `203.0.113.9`, not `::ffff:203.0.113.9`")
            }
            CidrError::Zone => diagnostic.help("leave out the `%` and what follows it"),
            _ => diagnostic,
        }
    })
}
