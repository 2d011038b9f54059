//! Where netpolc differs from Kubernetes on purpose: decided by the value alone.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::oracles::values::class::Class;
use crate::oracles::values::value::Value;

/// Which side takes the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    ByKubernetes,
    ByNetpolc,
}

/// Values that the two sides differ on.
pub(crate) struct Deviation {
    /// What they have in common.
    pub(crate) values: &'static str,
    pub(crate) taken: Taken,
    pub(crate) why: &'static str,
    /// The code that is said: as an error where netpolc refuses.
    pub(crate) code: Option<&'static str>,
    /// A program in `tests/cases/check` or `tests/cases/emit`.
    pub(crate) fixture: &'static str,
    pub(crate) holds: fn(&Value) -> bool,
}

/// In source.
pub(crate) const OF_SOURCE: &[Deviation] = &[
    Deviation {
        values: "a namespace without a name",
        taken: Taken::ByKubernetes,
        why: "To Kubernetes `namespace: \"\"` is no namespace, and the client fills in its own; who \
              writes `namespace` here means one",
        code: Some("empty-list"),
        fixture: "tests/cases/check/empty-list/bad-namespace.netpol",
        holds: |value| value.class == Class::Namespace && value.text.is_empty(),
    },
    Deviation {
        values: "a port with a leading zero",
        taken: Taken::ByKubernetes,
        why: "YAML reads `0777` as 511 and `0888` as 888: nobody should have to know",
        code: Some("leading-zero"),
        fixture: "tests/cases/check/leading-zero/bad-port.netpol",
        holds: |value| match value.class {
            Class::Number => has_leading_zero(&value.text) && yaml(&value.text).is_some(),
            Class::Range => value.text.split_once('-').is_some_and(|(first, last)| {
                let zero = has_leading_zero(first) || has_leading_zero(last);
                let ends = yaml(first).zip(yaml(last));
                zero && ends.is_some_and(|(first, last)| first <= last)
            }),
            _ => false,
        },
    },
    Deviation {
        values: "an address without a prefix length",
        taken: Taken::ByNetpolc,
        why: "It is short for the block of that address alone, which is what is written",
        code: None,
        fixture: "tests/cases/emit/addresses/address-alone.netpol",
        holds: |value| is_address(value) && !is_outside(value),
    },
    Deviation {
        values: "an `except` that lies outside",
        taken: Taken::ByNetpolc,
        why: "It takes nothing away, so that it is left out of what is written, with a warning",
        code: Some("except-removes-nothing"),
        fixture: "tests/cases/check/except-removes-nothing/bad.netpol",
        holds: is_outside,
    },
];

/// In the manifests that are read.
pub(crate) const OF_MANIFESTS: &[Deviation] = &[];

fn has_leading_zero(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0')
}

/// The port that YAML makes of digits.
fn yaml(digits: &str) -> Option<u16> {
    let is_octal = has_leading_zero(digits) && digits.bytes().all(|digit| digit < b'8');
    let number = u64::from_str_radix(digits, if is_octal { 8 } else { 10 }).ok()?;
    u16::try_from(number).ok().filter(|port| *port > 0)
}

fn is_address(value: &Value) -> bool {
    let of_addresses = matches!(value.class, Class::Ipv4 | Class::Ipv6 | Class::Except);
    of_addresses && block(&value.text).is_some() && !value.text.contains('/')
}

/// Whether it should be a block with a prefix length, of an `except` one within the whole, and is not.
pub(crate) fn is_no_block(value: &Value) -> bool {
    let of_addresses = matches!(value.class, Class::Ipv4 | Class::Ipv6 | Class::Except);
    let is_block = value.text.contains('/') && block(&value.text).is_some();
    of_addresses && (!is_block || is_outside(value))
}

/// Whether it has no address in common with what it is taken from.
fn is_outside(value: &Value) -> bool {
    const WHOLE: [&str; 4] = ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0"];
    if value.class != Class::Except {
        return false;
    }
    let whole: IpNet = WHOLE[value.place].parse().unwrap();
    block(&value.text).is_some_and(|part| !whole.contains(&part) && !part.contains(&whole))
}

/// The block, or the one address, that a text names by the rules of both sides.
fn block(text: &str) -> Option<IpNet> {
    let (address, length) = text
        .split_once('/')
        .map_or((text, None), |(address, length)| (address, Some(length)));
    let address: IpAddr = address.parse().ok()?;
    if matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some()) {
        return None;
    }
    let length = match length {
        None => IpNet::from(address).max_prefix_len(),
        Some(length) if has_leading_zero(length) || length.starts_with('+') => return None,
        Some(length) => length.parse().ok()?,
    };
    let block = IpNet::new(address, length).ok()?;
    (block.network() == address).then_some(block)
}
