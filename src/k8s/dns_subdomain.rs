//! DNS subdomains, the names of objects and the prefixes of keys.

use std::error::Error;
use std::fmt;

const MAX: usize = 253;

/// How a word breaks the rule for DNS subdomains (V7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsSubdomainError {
    /// It is empty.
    Empty,
    /// It holds a character other than lower-case letters, digits, `-` and `.`.
    Character(char),
    /// A part between dots is empty, or starts or ends with `-`.
    Ends,
    /// It is longer than 253 bytes.
    TooLong,
}

/// Whether `name` is a DNS subdomain, and so may name an object (V7).
///
/// # Errors
/// The first rule that it breaks.
pub fn dns_subdomain(name: &str) -> Result<(), DnsSubdomainError> {
    if name.is_empty() {
        return Err(DnsSubdomainError::Empty);
    }
    let legal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.');
    if let Some(odd) = name.chars().find(|c| !legal(*c)) {
        return Err(DnsSubdomainError::Character(odd));
    }
    let ill_ended = |part: &str| part.is_empty() || part.starts_with('-') || part.ends_with('-');
    if name.split('.').any(ill_ended) {
        return Err(DnsSubdomainError::Ends);
    }
    if name.len() > MAX {
        return Err(DnsSubdomainError::TooLong);
    }
    Ok(())
}

impl fmt::Display for DnsSubdomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a DNS name has at least one character"),
            Self::Character(odd) => write!(
                f,
                "a DNS name has lower-case letters, digits, `-` and `.` only, not `{}`",
                odd.escape_debug()
            ),
            Self::Ends => f.write_str(
                "each part of a DNS name starts and ends with a lower-case letter or digit",
            ),
            Self::TooLong => f.write_str("a DNS name has at most 253 characters"),
        }
    }
}

impl Error for DnsSubdomainError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use DnsSubdomainError::{Character, Empty, Ends, TooLong};
        let long = |n| "a".repeat(n);
        let cases: &[(&str, Result<(), DnsSubdomainError>)] = &[
            ("a", Ok(())),
            ("0", Ok(())),
            ("1.2.3", Ok(())),
            ("a-b.c--d", Ok(())),
            (&long(64), Ok(())),
            (&long(252), Ok(())),
            (&long(253), Ok(())),
            (&long(254), Err(TooLong)),
            ("", Err(Empty)),
            (".", Err(Ends)),
            ("a.", Err(Ends)),
            (".a", Err(Ends)),
            ("a..b", Err(Ends)),
            ("a.-b", Err(Ends)),
            ("a-.b", Err(Ends)),
            ("-", Err(Ends)),
            ("A", Err(Character('A'))),
            ("a_b", Err(Character('_'))),
            ("a/b", Err(Character('/'))),
            ("a\n", Err(Character('\n'))),
            ("a\u{3002}b", Err(Character('\u{3002}'))),
        ];
        for (name, expected) in cases {
            assert_eq!(dns_subdomain(name), *expected, "{name:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            DnsSubdomainError::TooLong.to_string(),
            "a DNS name has at most 253 characters"
        );
    }
}
