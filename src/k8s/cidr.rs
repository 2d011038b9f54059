//! Addresses and address blocks.

use std::error::Error;
use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

/// How a word is not an address block that the API server takes without a warning (V33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CidrError {
    /// What stands before the `/` is not an address.
    NotAnAddress,
    /// The address names a zone (`%eth0`).
    Zone,
    /// An octet or the prefix length has a leading zero, or a group has five digits with one: readers
    /// differ on what it is.
    LeadingZero,
    /// The address is an IPv4 one dressed up as IPv6 (`::ffff:10.0.0.1`).
    Mapped,
    /// What stands after the `/` is not a number.
    InvalidPrefix,
    /// The prefix is longer than the address.
    PrefixTooLong {
        /// The longest that there is for this kind of address.
        max: u8,
    },
    /// The address has bits set after the prefix.
    HostBits {
        /// The block that the address is in.
        network: IpNet,
    },
}

/// The block that `text` names: a CIDR (V33), or an address alone, which the API server does not take.
///
/// IPv6 is taken in every spelling that has one meaning; what is returned is written as RFC 5952
/// wants it, so the API server has nothing to warn of.
///
/// # Errors
/// The first rule that it breaks.
pub fn cidr(text: &str) -> Result<IpNet, CidrError> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address = parse_address(address)?;
    let max: u8 = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Ok(max), |text| parse_prefix(text, max))?;
    let block = IpNet::new(address, prefix).map_err(|_| CidrError::PrefixTooLong { max })?;
    let network = block.trunc();
    if network != block {
        return Err(CidrError::HostBits { network });
    }
    Ok(block)
}

fn parse_address(text: &str) -> Result<IpAddr, CidrError> {
    if let Some((address, _)) = text.split_once('%') {
        let known = address.parse::<IpAddr>().is_ok();
        return Err(if known {
            CidrError::Zone
        } else {
            CidrError::NotAnAddress
        });
    }
    match text.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => Err(CidrError::Mapped),
        Ok(address) => Ok(address),
        Err(_) if has_padded_numbers(text) => Err(CidrError::LeadingZero),
        Err(_) => Err(CidrError::NotAnAddress),
    }
}

/// Whether `text` is an address but for leading zeros in its numbers.
fn has_padded_numbers(text: &str) -> bool {
    let bare = |number: &str| match number.trim_start_matches('0') {
        "" if !number.is_empty() => "0".to_owned(),
        rest => rest.to_owned(),
    };
    let groups = text.split(':').map(|group| {
        let numbers: Vec<String> = group.split('.').map(bare).collect();
        numbers.join(".")
    });
    let groups: Vec<String> = groups.collect();
    groups.join(":").parse::<IpAddr>().is_ok()
}

fn parse_prefix(text: &str, max: u8) -> Result<u8, CidrError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(CidrError::InvalidPrefix);
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(CidrError::LeadingZero);
    }
    match text.parse() {
        Ok(prefix) if prefix <= max => Ok(prefix),
        _ => Err(CidrError::PrefixTooLong { max }),
    }
}

impl fmt::Display for CidrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnAddress => {
                f.write_str("an address is IPv4 such as `192.0.2.1` or IPv6 such as `2001:db8::1`")
            }
            Self::Zone => f.write_str("an address in a policy has no zone"),
            Self::LeadingZero => f.write_str("the numbers of an address have no leading zeros"),
            Self::Mapped => f.write_str("an IPv4 address is written as such, not mapped into IPv6"),
            Self::InvalidPrefix => f.write_str("a prefix length is a number"),
            Self::PrefixTooLong { max } => {
                write!(f, "the prefix of such an address has at most {max} bits")
            }
            Self::HostBits { network } => write!(
                f,
                "a block starts at its first address: this one is in `{network}`"
            ),
        }
    }
}

impl Error for CidrError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        let cases = [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("192.0.2.1/32", "192.0.2.1/32"),
            ("192.0.2.1", "192.0.2.1/32"),
            ("::/0", "::/0"),
            ("::1", "::1/128"),
            ("2001:db8::1/128", "2001:db8::1/128"),
            ("2001:DB8:0::/32", "2001:db8::/32"),
            ("2001:0db8:0000::/32", "2001:db8::/32"),
            ("2001:db8:0:0:1:0:0:0/80", "2001:db8:0:0:1::/80"),
            ("64:ff9b::192.0.2.1", "64:ff9b::c000:201/128"),
            ("::1.2.3.4", "::102:304/128"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                cidr(text).map(|block| block.to_string()),
                Ok(expected.to_owned()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn refused() {
        use CidrError::{
            HostBits, InvalidPrefix, LeadingZero, Mapped, NotAnAddress, PrefixTooLong, Zone,
        };
        let host_bits = |network: &str| HostBits {
            network: network.parse().unwrap(),
        };
        let cases = [
            ("", NotAnAddress),
            ("/8", NotAnAddress),
            ("ten", NotAnAddress),
            ("10.0.0/8", NotAnAddress),
            ("10.0.0.0.0/8", NotAnAddress),
            ("256.0.0.0/8", NotAnAddress),
            ("10.0.0.", NotAnAddress),
            ("1..2.3", NotAnAddress),
            ("0x0a.0.0.0/8", NotAnAddress),
            (" 10.0.0.0/8", NotAnAddress),
            ("10.0.0.0\n", NotAnAddress),
            ("١٠.0.0.0/8", NotAnAddress),
            (":::/0", NotAnAddress),
            ("1:2:3/48", NotAnAddress),
            ("10.0.0.0%eth0/8", Zone),
            ("fe80::1%eth0", Zone),
            ("fe80::1%eth0/64", Zone),
            ("x%eth0", NotAnAddress),
            ("010.0.0.0/8", LeadingZero),
            ("10.00.0.0/8", LeadingZero),
            ("10.0.0.0000000000000000000001", LeadingZero),
            ("10.0.0.0/08", LeadingZero),
            ("10.0.0.0/00", LeadingZero),
            ("::/00", LeadingZero),
            ("64:ff9b::010.0.0.1", LeadingZero),
            ("02001:db8::/32", LeadingZero),
            ("::00000", LeadingZero),
            ("::ffff:10.0.0.0/104", Mapped),
            ("::ffff:a00:1", Mapped),
            ("10.0.0.0/", InvalidPrefix),
            ("10.0.0.0/+8", InvalidPrefix),
            ("10.0.0.0/-1", InvalidPrefix),
            ("10.0.0.0/8/8", InvalidPrefix),
            ("10.0.0.0/8\n", InvalidPrefix),
            ("10.0.0.0/255.0.0.0", InvalidPrefix),
            ("10.0.0.0/33", PrefixTooLong { max: 32 }),
            ("10.0.0.0/256", PrefixTooLong { max: 32 }),
            ("::/129", PrefixTooLong { max: 128 }),
            ("10.0.0.5/8", host_bits("10.0.0.0/8")),
            ("10.0.0.1/31", host_bits("10.0.0.0/31")),
            ("0.0.0.1/0", host_bits("0.0.0.0/0")),
            ("2001:db8::1/32", host_bits("2001:db8::/32")),
        ];
        for (text, expected) in cases {
            assert_eq!(cidr(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn words() {
        let error = cidr("10.0.0.5/8").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a block starts at its first address: this one is in `10.0.0.0/8`"
        );
        assert_eq!(
            cidr("::/129").unwrap_err().to_string(),
            "the prefix of such an address has at most 128 bits"
        );
    }
}
